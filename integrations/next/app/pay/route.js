import { guard } from '../../gate.js'

export const POST = guard.route(() => new Response('paid'), { maxAge: 60 })
