"""The tool that writes a file: as text, and no larger than an answer may be."""

from pydantic import Field

from portsref.cli.commands.export import language_for
from portsref.cli.mcp.base import Answer, Told, Tool, lines_of
from portsref.cli.mcp.known import known_catalogue
from portsref.cli.mcp.plans import ChosenRules, PlanArgument, rules_of
from portsref.documents.problems import Problem, ProblemsError
from portsref.exporters.base import Export, Exporter, File
from portsref.exporters.language import ENGLISH_TAG
from portsref.exporters.registry import FORMATS, find_exporter

LARGEST_FILES = 100_000  # bytes, all files of an export together
MOST_TOLD = 60  # rules left out, and doubts


class AskedExport(ChosenRules):
    """A plan, a format, and which rules are wanted."""

    plan: PlanArgument
    format: str = Field(
        min_length=1, max_length=80, description="The name of a format; list_formats has them."
    )
    expand: bool = Field(False, description="One row an address pair, where the format has rows.")


class ToldFile(Told):
    """A file with its name."""

    name: str
    content: str


class ToldLeftOut(Told):
    """A rule that the format cannot say, and why."""

    rule: str
    reason: str


class ToldDoubt(Told):
    """What the receiver of the file will refuse or ask about."""

    rule: str = Field(description="Empty where it is about no single rule.")
    place: str = Field(description="Where in the plan it is mended.")
    says: str


class ExportAnswer(Answer):
    """The files of a format, with the rules that they do not hold, and what is doubtful."""

    format: str
    files: list[ToldFile]
    left_out: list[ToldLeftOut]
    left_out_count: int
    doubts: list[ToldDoubt]
    doubts_count: int

    @property
    def text(self) -> str:
        """What is not in the files, then the files."""
        left_out = [f"- left out: {each.rule}: {each.reason}" for each in self.left_out]
        doubts = [
            f"- doubtful: {': '.join(filter(None, (each.place, each.rule, each.says)))}"
            for each in self.doubts
        ]
        files = [f"--- {file.name}\n{file.content}" for file in self.files]
        return lines_of(
            f"{self.format}: left out: {self.left_out_count}, doubtful: {self.doubts_count}. "
            f"Catalogue {self.catalogue}.",
            *left_out,
            *doubts,
            *files,
        )


def export_plan(asked: AskedExport) -> ExportAnswer:
    """Write the rules of a plan in a format: a ticket, a firewall's or a cloud's configuration.

    Rules that the format cannot say are told, and left out of the file. Who applies a file reads
    it first.
    """
    exporter = _exporter(asked)
    rule_set = rules_of(asked.plan)
    language = language_for(exporter, ENGLISH_TAG, known_catalogue())
    made = exporter.export(rule_set, asked.choice, language=language)
    return ExportAnswer(
        catalogue=rule_set.catalogue_version,
        format=exporter.name,
        files=_files(made),
        left_out=[
            ToldLeftOut(rule=each.rule.name, reason=str(each.why))
            for each in made.left_out[:MOST_TOLD]
        ],
        left_out_count=len(made.left_out),
        doubts=[
            ToldDoubt(rule=each.rule, place=each.place, says=str(each.message))
            for each in made.doubts.told[:MOST_TOLD]
        ],
        doubts_count=made.doubts.count,
    )


def _exporter(asked: AskedExport) -> Exporter:
    """The format; raises `ProblemsError` where it cannot be had as it is asked for."""
    exporter = find_exporter(asked.format)
    if exporter is None:
        raise _problem("format", f"no format {asked.format!r}: there is {', '.join(FORMATS)}")
    if not exporter.is_text:
        reason = f"{exporter.name} is no text: `portsref export --format {exporter.name}` writes it"
        raise _problem("format", reason)
    if asked.expand and not exporter.expands:
        raise _problem("expand", f"{exporter.name} has no rows to expand")
    return exporter


def _files(made: Export) -> list[ToldFile]:
    """The files as texts, which are not written further than an answer may be."""
    room = LARGEST_FILES
    files: list[ToldFile] = []
    for file in made.files:
        content = _content(file, room)
        room -= len(content)
        files.append(ToldFile(name=file.name, content=content.decode()))
    return files


def _content(file: File, room: int) -> bytes:
    written = bytearray()
    for piece in file.pieces():
        written += piece
        if len(written) > room:
            most = LARGEST_FILES // 1000
            reason = (
                f"makes more than {most} kB of files, the limit of an answer: choose boundary, "
                "merge or a phase, or run `portsref export`"
            )
            raise _problem("plan", reason)
    return bytes(written)


def _problem(field: str, reason: str) -> ProblemsError:
    return ProblemsError([Problem("", field, reason)])


TOOLS: tuple[Tool, ...] = (
    Tool.of(export_plan, title="Rules of a plan as a file", asked=AskedExport, answer=ExportAnswer),
)
