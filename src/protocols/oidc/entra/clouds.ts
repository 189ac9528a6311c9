/** The clouds that Microsoft runs apart from each other: who signs there, and where answers go. */
export const clouds = {
  global: 'https://login.microsoftonline.com',
  'us-government': 'https://login.microsoftonline.us',
  china: 'https://login.partner.microsoftonline.cn',
} as const

export interface Place {
  readonly cloud: keyof typeof clouds
  readonly tenant: string
}

export function issuerOf({ cloud, tenant }: Place): string {
  return `${clouds[cloud]}/${tenant}/v2.0`
}

/** Where the keys of a tenant are published. Pinned: nothing that a token says of its keys is followed. */
export function keysAddressOf({ cloud, tenant }: Place): string {
  return `${clouds[cloud]}/${tenant}/discovery/v2.0/keys`
}

/** The only address to which an answer goes. */
export function redirectUriOf({ cloud }: Pick<Place, 'cloud'>): string {
  return `${clouds[cloud]}/common/federation/externalauthprovider`
}
