"""Lists of hosts that people keep: inventories of Ansible, exports, hosts files."""
