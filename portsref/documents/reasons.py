"""Why documents of any kind are refused: what is said after the place of a problem."""

from portsref.messages import gettext_noop

UNKNOWN_KEY = gettext_noop("is not a known key")
MISSING = gettext_noop("is missing")
NO_VALUE = gettext_noop("has no value")
EMPTY = gettext_noop("must not be empty")
NOT_TEXT = gettext_noop("must be text: put it in quotes")
NOT_A_TRUTH = gettext_noop("must be true or false, without quotes")
NOT_A_LIST = gettext_noop("must be a list")
NOT_KEYS = gettext_noop("must be a mapping of keys to values")
NOT_A_CHOICE = gettext_noop("must be %(others)s or %(last)s")
NOT_THE_VALUE = gettext_noop("must be %(expected)s")
TOO_LONG = gettext_noop("is longer than %(max_length)d characters")
NOT_READ = gettext_noop(
    "is not read, nor are the entries after it, until those before it are right"
)
FURTHER = gettext_noop("further problems: %(count)d")
TOO_MANY = gettext_noop("has more than %(max_length)d entries")
NOT_ONE_LINE = gettext_noop("must be one line of printable text")
SPACE_AROUND = gettext_noop("must not begin or end with a space")
OTHER_PATTERN = gettext_noop("must match %(pattern)s")
NOT_A_SLUG = gettext_noop("must be lower-case letters, digits and single hyphens")
NOT_A_KEY = gettext_noop("must be the key of a row, such as kubernetes/kubelet-api")
NOT_A_PEER = gettext_noop("must be a role, self, a component, or product/component")
NOT_A_VERSION = gettext_noop("must be a minor version, such as 1.35")
NOT_A_DAY = gettext_noop("must be a date, such as 2026-08-03")
NO_SUCH_DAY = gettext_noop("%(day)s is not a calendar date")
NOT_A_URL = gettext_noop("must be a URL that starts with https:// or http://")
NOT_A_DNS_NAME = gettext_noop(
    "must be a DNS name in lower case, such as registry.example.com or *.example.com"
)
