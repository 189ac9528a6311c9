import { type ChildProcess, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { codeOf, nameOf } from '../verify/people.ts'

export interface FreeRadius {
  readonly port: number
  readonly secret: string
  /** What people type from now on. */
  teach(people: readonly number[]): void
  stop(): Promise<void>
}

const secret = 'secret-of-the-bench'

/**
 * FreeRADIUS by hand, on loopback, from a folder of its own: it looks each name up in an SQLite file, and where it books,
 * writes each yes down there before it answers.
 */
export async function startFreeRadius(folder: string, people: number, books: boolean): Promise<FreeRadius> {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'radius.db')
  const db = new DatabaseSync(file)
  db.exec(`pragma journal_mode = wal;
    create table people (name text primary key, code text not null);
    create table yeses (id integer primary key, name text not null, at text not null);`)
  const add = db.prepare('insert or replace into people (name, code) values (?, ?)')
  const teach = (who: Iterable<number>) => {
    const at = Date.now()
    db.exec('begin')
    for (const person of who) add.run(nameOf(person), codeOf(person, at))
    db.exec('commit')
  }
  teach(Array.from({ length: people }, (_, person) => person))
  const port = await freePort()
  for (const [name, text] of Object.entries(filesOf(folder, file, port, books)))
    writeFileSync(join(folder, name), text, { mode: 0o600 })
  const child = spawn('freeradius', ['-f', '-d', folder, '-n', 'bench'], { stdio: 'ignore' })
  await ready(child)
  return {
    ...{ port, secret, teach },
    async stop() {
      db.close()
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

function filesOf(folder: string, file: string, port: number, books: boolean) {
  const booking = `post-auth { query = "insert into yeses (name, at) values ('%{SQL-User-Name}', '%S')" }`
  return {
    dictionary: '',
    'bench.conf': `prefix = /usr
name = bench
raddbdir = ${folder}
logdir = ${folder}
run_dir = ${folder}
db_dir = ${folder}
libdir = /usr/lib/freeradius
pidfile = ${folder}/pid
correct_escapes = true
max_requests = 65536
log {
  destination = files
  file = ${folder}/log
}
security {
  reject_delay = 0
  status_server = yes
  allow_vulnerable_openssl = yes
}
thread pool {
  start_servers = 8
  max_servers = 32
  min_spare_servers = 4
  max_spare_servers = 16
  max_requests_per_server = 0
}
modules {
  pap {
  }
  sql {
    driver = "rlm_sql_sqlite"
    dialect = "sqlite"
    sqlite {
      filename = ${file}
      busy_timeout = 5000
    }
    read_groups = no
    read_profiles = no
    sql_user_name = "%{User-Name}"
    safe_characters = "@abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_: /"
    authorize_check_query = "select 1, name, 'Cleartext-Password', code, ':=' from people where name = '%{SQL-User-Name}'"
    ${books ? booking : ''}
    pool {
      start = 8
      min = 8
      max = 32
      spare = 8
      uses = 0
      lifetime = 0
      idle_timeout = 0
    }
  }
}
client bench {
  ipaddr = 127.0.0.1
  secret = ${secret}
  require_message_authenticator = yes
}
server default {
  listen {
    type = auth
    ipaddr = 127.0.0.1
    port = ${port}
  }
  authorize {
    sql
    pap
  }
  authenticate {
    pap
  }
  ${books ? 'post-auth {\n    sql\n  }' : ''}
}
`,
  }
}

async function ready(child: ChildProcess): Promise<void> {
  await wait(2_000)
  if (child.exitCode !== null) throw new Error(`freeradius ended with ${child.exitCode}`)
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  return port
}
