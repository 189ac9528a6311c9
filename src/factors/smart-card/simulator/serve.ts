import type { Answered, Asked, Workbench } from '../../simulator.ts'
import type { CardOffice } from './office.ts'

/** Answers on this machine where the cards say that they can be asked about: the list, and their status (OCSP). */
export async function serveOffice(workbench: Workbench, office: CardOffice, port: number): Promise<void> {
  const { url, stopped } = await workbench.serve(port, (asked) => answer(office, asked))
  workbench.show.result({ list: `${url}/revoked.crl`, status: `${url}/status` })
  workbench.show.line(`The list is at ${url}/revoked.crl, the status of cards at ${url}/status.`)
  workbench.show.note('Ctrl+C ends it.')
  await stopped
}

function answer(office: CardOffice, { method, path, body }: Asked): Answered {
  const asked = `${method} ${path}`
  if (asked === 'GET /revoked.crl')
    return { status: 200, type: 'application/pkix-crl', body: office.revocationList() }
  if (asked === 'POST /status')
    return { status: 200, type: 'application/ocsp-response', body: office.status(body) }
  return { status: 404 }
}
