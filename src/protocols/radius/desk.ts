import type { LogFields } from '../../kernel/logger.ts'
import { openPlaces } from '../../kernel/places.ts'
import type { Tally } from '../../kernel/tallies.ts'
import type { DoorDeps } from '../protocol.ts'
import { type Answer, answerPacket } from './answer.ts'
import { openClients, type Sender } from './clients.ts'
import { openComplaints } from './complaints.ts'
import { openDuplicates } from './duplicates.ts'
import { type Known, knownAmong } from './known.ts'
import { codes, type Packet, readPacket } from './packet.ts'

/** Packets in hand at once; what comes beyond them is not answered, and asked again by whoever sent it. */
const mostAtOnce = 1024

/** The same of one system, so that others are answered while it is besieged. */
const mostOfOne = 256

const packets: Tally = {
  name: 'sallyport_radius_packets_total',
  help: 'RADIUS packets, by the answer or by why there was none',
  by: 'outcome',
}

const unsigned: Tally = {
  name: 'sallyport_radius_unsigned_total',
  help: 'RADIUS packets without Message-Authenticator that were let through by an exception',
  by: 'application',
}

const outcomes: Readonly<Record<number, string>> = {
  [codes.accessAccept]: 'accept',
  [codes.accessReject]: 'reject',
  [codes.accountingResponse]: 'accounting',
  [codes.accessChallenge]: 'challenge',
}

/** Where packets come in, over whatever they came: known, judged once, counted, and complained of. */
export function openDesk(deps: DoorDeps) {
  const clients = openClients(deps)
  const duplicates = openDuplicates<Answer>(deps.storage.clock)
  const complaints = openComplaints(deps.storage.clock, deps.logger)
  const running = new Set<Promise<Buffer | undefined>>()
  const places = openPlaces({ most: mostAtOnce, mostOfOne })

  function silent({ address }: Sender, reason: string, more = {}): undefined {
    deps.tallies.count(packets, reason)
    complaints.note({ address, reason }, 'A RADIUS packet was not answered.', more)
  }

  async function answer(packet: Packet, sender: Sender): Promise<Buffer | undefined> {
    const known = knownAmong(await clients.of(sender, packet.code), packet, sender)
    if ('silence' in known) return silent(sender, known.silence)
    const leave = places.enter(known.client.application.id)
    if (!leave) return silent(sender, 'too-many')
    try {
      return await judge(packet, known, sender)
    } finally {
      leave()
    }
  }

  async function judge(packet: Packet, known: Known, sender: Sender): Promise<Buffer | undefined> {
    if (!known.signed) excuse(known, sender)
    const from = `${sender.address} ${sender.port}`
    const answered = await duplicates.once(from, packet.bytes, () =>
      answerPacket(deps, packet, known, sender.address),
    )
    if (answered.silence) return silent(sender, answered.silence)
    deps.tallies.count(packets, outcomes[answered.code] ?? 'other')
    return answered.bytes
  }

  function excuse({ client }: Known, { address }: Sender): void {
    const { id, name } = client.application
    deps.tallies.count(unsigned, id)
    complaints.note(
      { address, reason: 'let-through-unsigned' },
      'A RADIUS packet without Message-Authenticator was let through, for that is set for its application.',
      { application: name },
    )
  }

  return {
    /** The answer to a packet; undefined is silence. Never throws. */
    async take(bytes: Uint8Array, sender: Sender): Promise<Buffer | undefined> {
      if (running.size >= mostAtOnce) return silent(sender, 'too-many')
      const packet = readPacket(bytes)
      if (!packet) return silent(sender, 'no-packet')
      const one = answer(packet, sender).catch((err: unknown) => silent(sender, 'failed', { err }))
      running.add(one)
      return one.finally(() => running.delete(one))
    },
    /** Something came that is no packet at all. */
    refuse: (sender: Sender, reason: 'no-tls' | 'no-packet', more?: LogFields) =>
      silent(sender, reason, more),
    /** Resolves once all that is in hand was answered. */
    async settled(): Promise<void> {
      await Promise.all(running)
    },
  }
}

export type Desk = ReturnType<typeof openDesk>
