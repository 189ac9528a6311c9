import { captureTransport, smsRules } from '../../src/delivery/index.ts'
import type { Engine } from '../../src/engine.ts'
import { asModule } from '../../src/factors/factor.ts'
import { factorModules } from '../../src/factors/index.ts'
import { createPasswordModule } from '../../src/factors/password/module.ts'
import type { Clock } from '../../src/kernel/clock.ts'
import { openBenchEngine } from '../verify/open.ts'
import type { Exam } from './exam.ts'
import { accessPassExam } from './exams/access-pass.ts'
import { hotpTokenExam } from './exams/hotp-token.ts'
import { passwordExam, quickHasher } from './exams/password.ts'
import { pushExam } from './exams/push.ts'
import { recoveryCodesExam } from './exams/recovery-codes.ts'
import { emailCodeExam, smsCodeExam } from './exams/sent-code.ts'
import { openCardOffice, smartCardExam } from './exams/smart-card.ts'
import { totpExam } from './exams/totp.ts'
import { webauthnExam } from './exams/webauthn.ts'
import { yubikeyOtpExam } from './exams/yubikey-otp.ts'

/** Every factor that can be proved in one request, in the order of the table. */
export const examined = [
  'totp',
  'hotp-token',
  'yubikey-otp',
  'webauthn',
  'smart-card',
  'push',
  'sms-code',
  'email-code',
  'access-pass',
  'recovery-codes',
  'password',
] as const

export type Examined = (typeof examined)[number]

export interface Installation {
  readonly engine: Engine
  readonly exams: Readonly<Record<Examined, Exam>>
}

/** The engine with every factor switched on; the outside world, where codes go, is a drawer. */
export async function openInstallation(
  database: string,
  folder: string,
  clock: Clock,
): Promise<Installation> {
  const office = await openCardOffice(folder)
  const quick = asModule(createPasswordModule({ hasher: quickHasher }))
  const engine = await openBenchEngine(database, clock, {
    factorModules: factorModules.map((module) => (module.id === quick.id ? quick : module)),
    factors: {
      'hotp-token': { enabled: true },
      'yubikey-otp': { enabled: true },
      'email-code': { enabled: true },
      'smart-card': office.config,
    },
    certificateUrl: 'http://localhost:8443',
    transports: [captureTransport('email'), captureTransport('sms')],
    sms: smsRules.parse({ countries: ['DE'] }),
  })
  return {
    engine,
    exams: {
      totp: totpExam,
      'hotp-token': hotpTokenExam,
      'yubikey-otp': yubikeyOtpExam,
      webauthn: webauthnExam,
      'smart-card': smartCardExam(office),
      push: pushExam,
      'sms-code': smsCodeExam,
      'email-code': emailCodeExam,
      'access-pass': accessPassExam,
      'recovery-codes': recoveryCodesExam,
      password: passwordExam,
    },
  }
}
