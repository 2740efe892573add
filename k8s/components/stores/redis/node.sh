#!/bin/sh
# node.sh server | sentinel, with REDIS_PASSWORD: one of the two processes of a node. Further arguments go to the server.
# The primary is whichever node the sentinels name; while there are none, the first node.
set -eu
role=$1
shift
port=${NODE_PORT:-6379}
sentinel_port=${NODE_SENTINEL_PORT:-26379}
me=$(hostname -f)
first=${NODE_FIRST:-redis-0.${me#*.}}

named() {
  REDISCLI_AUTH=$REDIS_PASSWORD timeout 3 redis-cli -h "${NODE_SENTINELS:-redis-sentinel}" -p "$sentinel_port" \
    --raw sentinel get-master-addr-by-name inbox 2>/dev/null | head -n 1
}
primary=$(named)
primary=${primary:-$first}

if [ "$role" = server ]; then
  [ "$primary" = "$me" ] || set -- --replicaof "$primary" "$port" "$@"
  # presence data must never be evicted
  exec redis-server --port "$port" --requirepass "$REDIS_PASSWORD" --masterauth "$REDIS_PASSWORD" --replica-announce-ip "$me" \
    --dir "${NODE_DATA:-/data}" --appendonly yes --maxmemory-policy noeviction "$@"
fi

# A sentinel keeps what it learned, above all its own name: a new name would count as one more sentinel. Passwords are set anew.
file=${NODE_DATA:-/data}/sentinel.conf
if [ -s "$file" ]; then
  grep -vE '^(requirepass|sentinel (auth|sentinel)-pass|user default) ?' "$file" > "$file.new"
else
  cat > "$file.new" <<END
port $sentinel_port
dir /tmp
sentinel resolve-hostnames yes
sentinel announce-hostnames yes
sentinel announce-ip $me
sentinel monitor inbox $primary $port 2
sentinel down-after-milliseconds inbox 5000
sentinel failover-timeout inbox 5000
END
fi
cat >> "$file.new" <<END
requirepass $REDIS_PASSWORD
sentinel auth-pass inbox $REDIS_PASSWORD
END
mv "$file.new" "$file"
exec redis-server "$file" --sentinel "$@"
