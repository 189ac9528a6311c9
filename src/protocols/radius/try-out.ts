import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import type { DoorPort, Finding, Trial } from '../../applications/index.ts'
import type { Random } from '../../kernel/random.ts'
import { networksFound, notConfigured, reachable } from '../port-trial.ts'
import { isYesTo, statusRequest } from './asking.ts'
import type { RadiusSettings } from './settings.ts'

/** Milliseconds that an answer of our own machine may take. */
const patience = 3_000

/** Asks our own port whether anybody is at home, signed with the secret of this system (RFC 5997). */
export async function tryOutRadius(
  { port, secrets, given, settings }: Trial<RadiusSettings>,
  random: Random,
): Promise<readonly Finding[]> {
  if (!port) return [notConfigured('radius', 'RADIUS')]
  const secret = given ?? secrets[0]
  const asked = secret === undefined ? undefined : await ask(port, secret, random)
  return [
    ...(asked === undefined ? [] : [portFound(port, asked, given !== undefined)]),
    ...networksFound('radius', port, settings.networks),
  ]
}

type Asked = 'answered' | 'silent' | 'closed'

function portFound({ host, port }: DoorPort, asked: Asked, given: boolean): Finding {
  const check = 'port'
  if (asked === 'answered')
    return {
      check,
      outcome: 'good',
      says: `UDP port ${port} of ${host} answers with the secret of this system.`,
    }
  if (asked === 'closed')
    return {
      check,
      outcome: 'bad',
      says: `Nothing listens on UDP port ${port} of ${host}.`,
      remedy: 'Start the server, or look in its log why the port was not opened.',
    }
  return given
    ? {
        check,
        outcome: 'bad',
        says: 'The port is silent: this is no secret of the system.',
        remedy: 'Enter the secret there anew, or rotate it.',
      }
    : {
        check,
        outcome: 'bad',
        says: `UDP port ${port} of ${host} is silent, though the packet was signed with the secret that is kept here.`,
        remedy:
          'Look in the log; a server elsewhere may hold the port, or one that has not been started anew.',
      }
}

function ask({ host, port }: DoorPort, secret: string, random: Random): Promise<Asked> {
  const request = statusRequest(secret, random)
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4')
  return new Promise<Asked>((resolve) => {
    const timer = setTimeout(() => resolve('silent'), patience)
    socket.on('message', (datagram) => {
      if (!isYesTo(request, datagram, secret)) return
      clearTimeout(timer)
      resolve('answered')
    })
    socket.on('error', () => {
      clearTimeout(timer)
      resolve('closed')
    })
    socket.connect(port, reachable(host), () => socket.send(request.bytes))
  }).finally(() => socket.close())
}
