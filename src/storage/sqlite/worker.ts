import type { DatabaseSync } from 'node:sqlite'
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { type AuditLane, loadLanes } from '../lane.ts'
import { connect, runnerOver } from './connection.ts'
import { isFatal } from './failures.ts'
import { runGroup, type Writer } from './group.ts'
import { type FromWorker, sharedClock, type ToWorker, type Unit, type WriterSettings } from './unit.ts'

const largestGroup = 1_000
/** Milliseconds between two looks at a disk that failed. */
const reopenPause = 1_000

if (parentPort) serve(parentPort, workerData as WriterSettings, await loadLanes(workerData.lane, 'sqlite'))

/**
 * The writer's thread: one connection, one group after the other. On the main thread a slow disk would stop every
 * door *(53 thousand units a second here, with stalls under 6 ms there)*.
 */
function serve(port: MessagePort, settings: WriterSettings, openLane: () => AuditLane): void {
  const writer = verifiedWriter(settings, openLane)
  const queue: Unit[] = []
  let closing = false

  const take = (message: ToWorker) => {
    if (message === 'close') closing = true
    else queue.push(...message.units)
  }
  const answer = (message: FromWorker) => port.postMessage(message)

  port.on('message', (message: ToWorker) => {
    take(message)
    while (queue.length > 0) {
      for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) take(next.message)
      const { results, rest } = writer.book(queue.splice(0, largestGroup))
      queue.unshift(...rest)
      answer({ results })
    }
    if (!closing) return
    writer.close()
    port.close()
  })
}

/**
 * After an error of the disk the connection is given up, for the kernel may have dropped what it could not write and
 * would report success next time. Until a new one is verified, everything is `unavailable`: no blind retry (F-05).
 */
function verifiedWriter(settings: WriterSettings, openLane: () => AuditLane) {
  let writer: Writer | undefined = openWriter(settings, openLane)
  let nextLook = 0

  return {
    book(units: readonly Unit[]): ReturnType<typeof runGroup> {
      if (!writer && sharedClock() >= nextLook) {
        nextLook = sharedClock() + reopenPause
        writer = reopen(settings, openLane)
      }
      if (!writer)
        return { results: units.map(({ number }) => ({ number, outcome: 'unavailable' })), rest: [] }
      const outcome = runGroup(writer, units)
      if (isFatal(outcome.error)) {
        abandon(writer.db)
        writer = undefined
        nextLook = sharedClock() + reopenPause
      }
      return outcome
    },
    close: () => writer?.db.close(),
  }
}

function openWriter(settings: WriterSettings, openLane: () => AuditLane): Writer {
  const db = connect(settings.file, { readOnly: false, busyTimeout: settings.busyTimeout })
  return { db, run: runnerOver(db), lane: openLane() }
}

/** A new connection with every page checked, and the log moved into the file, written and flushed anew. */
function reopen(settings: WriterSettings, openLane: () => AuditLane): Writer | undefined {
  let writer: Writer | undefined
  try {
    writer = openWriter(settings, openLane)
    const check = writer.db.prepare('PRAGMA quick_check(1)').get()
    const checkpoint = writer.db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()
    if (check?.quick_check === 'ok' && checkpoint?.busy === 0) return writer
  } catch {
    // the disk is still out: there will be another look after the pause
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
