#!/bin/sh
# Stops Cairn when it is taken away, and not when it is replaced. What it keeps stays.
set -e

case "$1" in
upgrade | 1) exit 0 ;;
esac
if [ -d /run/systemd/system ]; then
	systemctl disable --now cairn.service cairn-backup.timer || true
fi
echo "Cairn's data stays in /var/lib/cairn and its settings in /etc/cairn."
