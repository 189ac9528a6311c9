import type { DoorPort, Finding } from '../applications/index.ts'

/** `setting`: under which name the port stands in the configuration. */
export function notConfigured(setting: string, name: string): Finding {
  return {
    check: 'port',
    outcome: 'bad',
    says: `Nothing listens for ${name}: it is not in the configuration.`,
    remedy: `Set \`${setting}.host\` to an address that the system reaches, and start the server anew.`,
  }
}

/** What nobody can see from here: whether the system comes from where it is expected. */
export function networksFound(
  setting: string,
  { host }: DoorPort,
  networks: readonly string[],
): readonly Finding[] {
  const far = networks.filter((network) => !/^(127\.|::1)/.test(network))
  if (far.length === 0 || !/^(127\.|::1|localhost)/.test(host)) return []
  return [
    {
      check: 'networks',
      outcome: 'bad',
      says: `It is expected from ${far.join(', ')}, and the port listens on ${host} alone, where nobody else comes.`,
      remedy: `Set \`${setting}.host\` to an address that the system reaches.`,
    },
  ]
}

/** Of a port that is open everywhere: here. */
export function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  return host === '::' ? '::1' : host
}
