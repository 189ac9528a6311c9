import type { DatabaseSync } from 'node:sqlite'
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { type AuditLane, loadLanes } from '../lane.ts'
import { connect, runnerOver } from './connection.ts'
import { isFatal } from './failures.ts'
import { runGroup, type Writer } from './group.ts'
import { type FromWorker, sharedClock, type ToWorker, type Unit, type WriterSettings } from './unit.ts'

/**
 * The writer's thread: one connection, groups one after the other. On the main thread a slow disk would stop every
 * door *(53 thousand units a second here, with stalls under 6 ms there)*.
 */
const largestGroup = 1_000
const reopenPause = 1_000

if (parentPort) await serve(parentPort, workerData as WriterSettings)

async function serve(port: MessagePort, settings: WriterSettings): Promise<void> {
  const openLane = await loadLanes(settings.lane, 'sqlite')
  let writer: Writer | undefined = openWriter(settings, openLane)
  let reopenAt = 0
  let closing = false
  const queue: Unit[] = []

  const take = (message: ToWorker) => {
    if (message === 'close') closing = true
    else queue.push(...message.units)
  }
  const answer = (message: FromWorker) => port.postMessage(message)

  port.on('message', (message: ToWorker) => {
    take(message)
    while (queue.length > 0) {
      for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) take(next.message)
      const units = queue.splice(0, largestGroup)
      writer ??= sharedClock() >= reopenAt ? reopen(settings, openLane) : undefined
      if (!writer) {
        reopenAt = Math.max(reopenAt, sharedClock() + reopenPause / 2)
        answer({
          results: units.map(({ number }) => ({ number, outcome: 'unavailable', cause: 'not verified' })),
        })
        continue
      }
      const { results, rest, error } = runGroup(writer, units)
      queue.unshift(...rest)
      if (isFatal(error)) {
        abandon(writer.db)
        writer = undefined
        reopenAt = sharedClock() + reopenPause
      }
      answer({ results })
    }
    if (closing) {
      writer?.db.close()
      port.close()
    }
  })
  answer('ready')
}

function openWriter(settings: WriterSettings, openLane: () => AuditLane): Writer {
  const db = connect(settings.file, { readOnly: false, busyTimeout: settings.busyTimeout })
  return { db, run: runnerOver(db), lane: openLane() }
}

/**
 * After an error of the disk: a new connection, every page checked, and the log moved into the file by a checkpoint
 * that writes and flushes it anew. Undefined while any of it fails: nothing is retried blindly (F-05).
 */
function reopen(settings: WriterSettings, openLane: () => AuditLane): Writer | undefined {
  let writer: Writer | undefined
  try {
    writer = openWriter(settings, openLane)
    const [check] = writer.db.prepare('PRAGMA quick_check(1)').all()
    const [checkpoint] = writer.db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all()
    if (check?.quick_check === 'ok' && checkpoint?.busy === 0) return writer
  } catch {
    // the disk is still out: the next group tries again after the pause
  }
  if (writer) abandon(writer.db)
  return undefined
}

function abandon(db: DatabaseSync): void {
  try {
    db.close()
  } catch {
    // closing flushes, and may fail as the write did; the handle is given up either way
  }
}
