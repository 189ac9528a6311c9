import type library from 'smpp'
import type { SmppConfig } from './config.ts'

type Session = InstanceType<typeof library.Session>

/** As much of a PDU as we read. */
export interface SmppPdu {
  readonly command_status: number
  readonly message_id?: string
  readonly receipted_message_id?: string
  readonly message_state?: number
  readonly short_message?: { readonly message?: string | Uint8Array }
  response(fields?: Readonly<Record<string, unknown>>): SmppPdu
}

/** A bound connection. */
export interface SmppSession {
  /** Resolves with the response; rejects where none comes in time, or the connection breaks. */
  submit(fields: Readonly<Record<string, unknown>>, patience: number): Promise<SmppPdu>
  /** Lets what was submitted be answered first. Never rejects; a second call waits for the first. */
  close(): Promise<void>
}

export interface SmppListener {
  /** A deliver_sm: true where it was taken, false where it should come again later. */
  hear(pdu: SmppPdu): Promise<boolean>
  closed(): void
}

const connecting = 10_000
const keepAlive = 30_000
const leaving = 2_000
const temporaryError = 0x64 // ESME_RX_T_APPN, SMPP 3.4 §5.1.3

/** Connects and binds; the library is loaded with the first call. Rejects with a `code` that says what failed. */
export async function openSession(config: SmppConfig, listener: SmppListener): Promise<SmppSession> {
  const { default: smpp } = await import('smpp')
  const { host, port, tls, systemId, password, systemType } = config
  const session = new smpp.Session({ host, port, ...(tls ? { tls, minVersion: 'TLSv1.2' } : {}) })
  const waitFor = waitingOn(session)
  session.on('close', () => listener.closed())

  const ask = (name: string, fields: Readonly<Record<string, unknown>>, patience: number) =>
    waitFor<SmppPdu>(patience, (resolve) => {
      if (!session.send(new smpp.PDU(name, fields), resolve)) throw failure('closed')
    })

  try {
    await waitFor<void>(connecting, (resolve) => session.on(tls ? 'secureConnect' : 'connect', resolve))
    const fields = { system_id: systemId, password, system_type: systemType, interface_version: 0x34 }
    const { command_status: status } = await ask('bind_transceiver', fields, connecting)
    if (status !== 0) throw failure(`bind 0x${status.toString(16)}`)
  } catch (error) {
    session.destroy()
    throw error
  }

  answerTo(session, listener)
  const alive = setInterval(() => {
    ask('enquire_link', {}, connecting).catch(() => session.destroy())
  }, keepAlive)
  alive.unref()
  session.on('close', () => clearInterval(alive))

  const submitted = new Set<Promise<SmppPdu>>()
  let left: Promise<void> | undefined

  async function leave(): Promise<void> {
    clearInterval(alive)
    await Promise.allSettled(submitted)
    await ask('unbind', {}, leaving).catch(() => undefined)
    session.destroy()
  }

  return {
    async submit(fields, patience) {
      const asked = ask('submit_sm', fields, patience)
      submitted.add(asked)
      return asked.finally(() => submitted.delete(asked))
    },
    close() {
      left ??= leave()
      return left
    },
  }
}

/** What `begin` leads to; rejects where that does not come in time, or the connection breaks before. */
type WaitFor = <Result>(
  patience: number,
  begin: (resolve: (result: Result) => void) => unknown,
) => Promise<Result>

function waitingOn(session: Session): WaitFor {
  const waiting = new Set<(error: unknown) => void>()
  const broken = (error: unknown) => {
    for (const reject of waiting) reject(error)
  }
  session.on('error', (error: unknown) => {
    broken(error)
    session.destroy()
  })
  session.on('close', () => broken(failure('closed')))

  return async <Result>(patience: number, begin: (resolve: (result: Result) => void) => unknown) => {
    const { promise, resolve, reject } = Promise.withResolvers<Result>()
    const timer = setTimeout(() => reject(failure('timeout')), patience)
    waiting.add(reject)
    try {
      begin(resolve)
      return await promise
    } finally {
      waiting.delete(reject)
      clearTimeout(timer)
    }
  }
}

/** What the message centre asks of us. */
function answerTo(session: Session, { hear }: SmppListener): void {
  session.on('deliver_sm', (pdu: SmppPdu) => {
    const answer = (taken: boolean) =>
      session.send(pdu.response(taken ? {} : { command_status: temporaryError }))
    hear(pdu).then(answer, () => answer(false))
  })
  session.on('enquire_link', (pdu: SmppPdu) => session.send(pdu.response()))
  session.on('unbind', (pdu: SmppPdu) => {
    session.send(pdu.response())
    session.close()
  })
}

function failure(code: string): Error {
  return Object.assign(new Error(`SMPP: ${code}`), { code })
}
