import encodeQR from 'qr'
import { guide as passwordGuide } from '../../src/factors/password/guide.ts'
import { messages as passwordMessages } from '../../src/factors/password/messages.ts'
import { guide as recoveryGuide } from '../../src/factors/recovery-codes/guide.ts'
import { messages as recoveryMessages } from '../../src/factors/recovery-codes/messages.ts'
import { guide as totpGuide } from '../../src/factors/totp/guide.ts'
import { messages as totpMessages } from '../../src/factors/totp/messages.ts'
import type {
  AccountView,
  ApplicationView,
  AuditItem,
  AuthenticatorView,
  FactorInfo,
  SessionView,
  SummaryView,
  WhyView,
} from '../api/types.ts'

const hour = 3_600_000
const day = 24 * hour

export const codes = [
  '7KXM-2Q9W-E4RT-HB6N-0VJC-5YPD',
  'C3ZN-8FGA-1MKE-7QWX-RD52-T9HV',
  '9QWE-JTBH-62XC-VN4M-KZP0-3GYF',
  'HV5D-0RYK-PW8J-3EXA-NGT7-QC41',
  '2MTB-XQ6P-9ZDF-KH1V-8WRE-J5CN',
  'FG8C-4NVW-T0YJ-6PQX-M2HD-9KRB',
  'ZK1R-9BHE-5QTM-XW3G-CV7P-08NJ',
  'NP6X-T7WD-J2GC-0RKF-4HYB-MQ9V',
  '5YJG-V1QC-8NXH-DM2T-PB9W-6ZEK',
  'WB4T-KR0P-GF7Y-9VJN-3XCQ-E8HM',
]

export const factors: readonly FactorInfo[] = [
  {
    id: 'password',
    role: 'factor',
    first: true,
    phishingResistant: false,
    restricted: false,
    perAccount: 1,
    guide: passwordGuide,
    messages: passwordMessages,
  },
  {
    id: 'totp',
    role: 'factor',
    first: false,
    phishingResistant: false,
    restricted: false,
    perAccount: 10,
    guide: totpGuide,
    messages: totpMessages,
  },
  {
    id: 'recovery-codes',
    role: 'recovery',
    first: false,
    phishingResistant: false,
    restricted: false,
    perAccount: 1,
    guide: recoveryGuide,
    messages: recoveryMessages,
  },
]

export function totpShow(account: string): Record<string, unknown> {
  const secret = 'JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP'
  const uri = `otpauth://totp/Northwind:${account}?secret=${secret.replaceAll(' ', '')}&issuer=Northwind`
  return {
    uri,
    secret,
    issuer: 'Northwind',
    account,
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
    qr: { svg: encodeQR(uri, 'svg', { ecc: 'quartile' }) },
  }
}

export function authenticators(now: number): AuthenticatorView[] {
  return [
    { id: 'a1', factor: 'password', label: 'Password', describe: { changedAt: now - 90 * day } },
    { id: 'a2', factor: 'totp', label: 'Pixel 9', describe: { algorithm: 'SHA1', digits: 6, period: 30 } },
    { id: 'a3', factor: 'recovery-codes', label: 'Recovery codes', describe: { left: 3, of: 10 } },
  ].map((item, index) => ({
    ...item,
    status: 'active' as const,
    createdAt: now - (90 - index) * day,
    lastUsedAt: index === 2 ? null : now - index * hour - 400_000,
    etag: `"${index}"`,
    describe: item.describe as AuthenticatorView['describe'],
  }))
}

const agents = [
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:148.0) Gecko/20100101 Firefox/148.0',
]

export function session(now: number, name: string, index = 0): SessionView {
  return {
    id: `s${index}`,
    account: { id: 'u1', name, role: 'administrator' },
    application: { id: 'portal', name: 'Sallyport' },
    assurance: index === 2 ? 1 : 2,
    factors: ['password', 'totp'],
    authenticatedAt: now - index * day - 500_000,
    issuedAt: now - index * day - 500_000,
    lastSeenAt: now - index * 3 * hour,
    expiresAt: now + 8 * hour,
    recovered: false,
    current: index === 0,
    userAgent: agents[index] ?? '',
    source: ['198.51.100.7', '203.0.113.24', '192.0.2.91'][index] ?? '',
  }
}

const names = [
  'ana.lima',
  'ben.okafor',
  'cleo.marsh',
  'dmitri',
  'elif.kaya',
  'farid',
  'grace.hu',
  'hanna',
  'ivo',
  'jun.sato',
]

export function accounts(now: number): AccountView[] {
  return Array.from({ length: 34 }, (_, index) => {
    const name = index < names.length ? (names[index] ?? '') : `service-${index}`
    const isProtected = index % 4 !== 1
    return {
      id: `u${index}`,
      name,
      role: index === 0 ? 'administrator' : index === 2 ? 'help-desk' : 'person',
      status: index === 6 ? 'disabled' : 'active',
      marks: [],
      emails: index % 3 === 0 ? [`${name}@northwind.example`] : [],
      createdAt: now - (200 - index) * day,
      lastSignInAt: index % 5 === 4 ? null : now - index * 7 * hour,
      factors: [
        { factor: 'password', count: 1 },
        ...(isProtected ? [{ factor: 'totp', count: index % 3 === 0 ? 2 : 1 }] : []),
      ],
      protected: isProtected,
    }
  })
}

export function summary(now: number): SummaryView {
  const start = Math.floor(now / hour) * hour
  return {
    accounts: 34,
    protected: 25,
    unprotectedAdministrators: 1,
    hours: Array.from({ length: 24 }, (_, index) => ({
      hour: start - (23 - index) * hour,
      accepted: Math.round(22 + 20 * Math.sin(index / 3.2) + ((index * 7) % 5)),
      refused: index === 15 ? 31 : (index * 5) % 7,
    })),
  }
}

export function why(now: number): WhyView {
  return {
    locked: [
      {
        what: 'lane',
        text: 'Ten wrong codes in a row closed the second door.',
        wait: 0.4 * hour,
        remedy: 'Make sure that it was they who failed, then unlock.',
      },
    ],
    lastRefusals: [
      {
        at: now - 600_000,
        reason: 'mismatch',
        text: 'A code of the authenticator app did not match.',
        source: '203.0.113.24',
        count: 1,
      },
      {
        at: now - 1_500_000,
        reason: 'replayed',
        text: 'A code was used a second time.',
        source: '203.0.113.24',
        count: 1,
      },
    ],
    bar: 2,
    needs: {
      assurance: 2,
      because: [{ id: 'mfa-required', text: 'This installation asks everyone for a second factor.' }],
    },
  }
}

export function applications(now: number): ApplicationView[] {
  return [
    {
      id: 'app1',
      name: 'Blog',
      kind: 'client',
      class: 'standard',
      vouches: false,
      createdAt: now - 40 * day,
      keys: [
        {
          id: 'k1',
          prefix: 'spk_7f3a',
          scopes: ['verify'],
          createdAt: now - 40 * day,
          lastUsedAt: now - 400_000,
        },
        {
          id: 'k2',
          prefix: 'spk_0c11',
          scopes: ['accounts:read'],
          createdAt: now - 80 * day,
          revokedAt: now - 41 * day,
        },
      ],
    },
    {
      id: 'app2',
      name: 'Warehouse VPN',
      kind: 'client',
      class: 'standard',
      vouches: true,
      createdAt: now - 9 * day,
      keys: [],
    },
  ]
}

const events: readonly (readonly [string, AuditItem['outcome'], string])[] = [
  ['proof.judged', 'accepted', 'ana.lima opened the second door with “Pixel 9”.'],
  ['proof.judged', 'refused', 'A wrong code for dmitri was refused.'],
  ['authenticator.enrolled', 'accepted', 'elif.kaya added the authenticator app “Phone”.'],
  ['session.ended', 'accepted', 'grace.hu signed out.'],
  ['account.disabled', 'accepted', 'ana.lima disabled grace.hu: left the company.'],
  ['key.issued', 'accepted', 'ana.lima issued a key for Blog.'],
]

export function audit(now: number): AuditItem[] {
  return Array.from({ length: 18 }, (_, index) => {
    const [event, outcome, text] = events[index % events.length] ?? (['', 'done', ''] as const)
    return {
      id: `e${index}`,
      at: now - index * 640_000,
      event,
      outcome,
      text,
      accountName: names[index % names.length] ?? '',
      applicationName: 'Sallyport',
      actor: 'ana.lima',
      source: '198.51.100.7',
    }
  })
}
