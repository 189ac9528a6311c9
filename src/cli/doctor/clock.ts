import { existsSync } from 'node:fs'
import { type Check, fine, note, wrong } from './finding.ts'

const check = 'clock'
const step = 30_000
const noticed = 2_000
/** systemd-timesyncd and chrony say so by files; the lack of one proves nothing. */
const synchronised = [
  '/run/systemd/timesync/synchronized',
  '/run/chrony/chronyd.pid',
  '/var/lib/ntp/ntp.drift',
]

/** Codes are made of the time: ours must be right, and must not have gone back. */
export const checkClock: Check = async ({ engine }) => {
  if (!engine) return []
  const { clockOffset } = await engine.storage.health()
  const seconds = Math.round(clockOffset / 100) / 10
  const [last] = (await engine.audit.search({ limit: 1 })).items
  const ahead = (last?.at ?? 0) - engine.storage.clock.now()
  return [
    ...(Math.abs(clockOffset) > step
      ? [
          wrong(
            check,
            `The database's clock is ${seconds} s from ours.`,
            'Time-based codes would be refused.',
            'Let both machines follow the same time servers (NTP).',
          ),
        ]
      : []),
    ...(Math.abs(clockOffset) > noticed && Math.abs(clockOffset) <= step
      ? [
          note(
            check,
            `The database's clock is ${seconds} s from ours.`,
            'It is corrected, but it should not be.',
            'Let both machines follow the same time servers (NTP).',
          ),
        ]
      : []),
    ...(ahead > step
      ? [
          wrong(
            check,
            'The last record is in the future: the clock went back.',
            'Codes of the time between are spent already.',
            'Set the clock right, and keep it so with NTP.',
          ),
        ]
      : []),
    synchronised.some((file) => existsSync(file))
      ? fine(check, 'The clock is kept by a time service.')
      : note(
          check,
          'No time service was found here.',
          'A clock that drifts refuses right codes.',
          'Run systemd-timesyncd, chrony or ntpd, unless the host does.',
        ),
  ]
}
