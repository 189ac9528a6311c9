import { guard } from '../gate.js'

export const GET = guard.route((_request, { admission }) => {
  return new Response(admission ? `${admission.account.name} by ${admission.assurance}` : 'nobody')
})
