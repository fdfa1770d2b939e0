#!/bin/sh
# Makes the account and the folders that are Cairn's alone. It starts nothing: Cairn is
# set up by a person first.
set -e

if ! getent group cairn >/dev/null; then
	groupadd --system cairn
fi
if ! getent passwd cairn >/dev/null; then
	useradd --system --gid cairn --home-dir /var/lib/cairn --no-create-home --shell /usr/sbin/nologin cairn
fi
for folder in /var/lib/cairn /var/backups/cairn /var/log/cairn; do
	install -d -m 0700 -o cairn -g cairn "$folder"
done
chown root:cairn /etc/cairn /etc/cairn/cairn.yaml
chmod 0750 /etc/cairn
chmod 0640 /etc/cairn/cairn.yaml

if [ -d /run/systemd/system ]; then
	systemctl daemon-reload
	if systemctl is-active --quiet cairn; then
		echo "Cairn was changed. It makes a copy and brings its schema up to date when it starts: systemctl restart cairn"
	fi
fi
if [ ! -e /var/lib/cairn/cairn.db ]; then
	echo "Cairn is installed and not set up. Write /etc/cairn/cairn.yaml, then:"
	echo "  sudo -u cairn env CAIRN_CONFIG=/etc/cairn/cairn.yaml cairn init --name NAME --email EMAIL"
	echo "  systemctl enable --now cairn cairn-backup.timer"
fi
