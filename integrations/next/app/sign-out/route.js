import { guard } from '../../gate.js'

export const POST = guard.route(async (request) => {
  const response = new Response('out')
  for (const line of await guard.signOut(request)) response.headers.append('set-cookie', line)
  return response
})
