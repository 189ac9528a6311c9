import type { SmppConfig } from './config.ts'

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
  const { host, port, tls } = config
  const session = new smpp.Session({ host, port, ...(tls ? { tls, minVersion: 'TLSv1.2' } : {}) })
  const broken = new Promise<never>((_, reject) => {
    session.on('error', (error: unknown) => reject(error))
    session.on('close', () => reject(failure('closed')))
  })
  broken.catch(() => session.destroy())
  session.on('close', () => listener.closed())

  const ask = (name: string, fields: Readonly<Record<string, unknown>>, patience: number) => {
    const asked = new Promise<SmppPdu>((resolve, reject) => {
      const pdu = new smpp.PDU(name, fields)
      if (!session.send(pdu, resolve)) reject(failure('closed'))
    })
    return Promise.race([asked, broken, timeout(patience)])
  }

  try {
    await Promise.race([
      new Promise<void>((resolve) => session.on(tls ? 'secureConnect' : 'connect', () => resolve())),
      broken,
      timeout(connecting),
    ])
    const { systemId, password, systemType } = config
    const fields = { system_id: systemId, password, system_type: systemType, interface_version: 0x34 }
    const { command_status: status } = await ask('bind_transceiver', fields, connecting)
    if (status !== 0) throw failure(`bind 0x${status.toString(16)}`)
  } catch (error) {
    session.destroy()
    throw error
  }

  session.on('deliver_sm', (pdu: SmppPdu) => {
    const answer = (taken: boolean) =>
      session.send(pdu.response(taken ? {} : { command_status: temporaryError }))
    listener.hear(pdu).then(answer, () => answer(false))
  })
  session.on('enquire_link', (pdu: SmppPdu) => session.send(pdu.response()))
  session.on('unbind', (pdu: SmppPdu) => {
    session.send(pdu.response())
    session.close()
  })
  const alive = setInterval(() => {
    ask('enquire_link', {}, connecting).catch(() => session.destroy())
  }, keepAlive)
  alive.unref()
  session.on('close', () => clearInterval(alive))

  return {
    submit: (fields, patience) => ask('submit_sm', fields, patience),
    async close() {
      clearInterval(alive)
      await Promise.race([ask('unbind', {}, leaving), timeout(leaving)]).catch(() => undefined)
      session.destroy()
    },
  }
}

function timeout(milliseconds: number): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(failure('timeout')), milliseconds).unref()
  })
}

function failure(code: string): Error {
  return Object.assign(new Error(`SMPP: ${code}`), { code })
}
