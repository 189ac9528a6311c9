import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '../../api/problem.ts'
import type { SetUpBegun, Shown } from '../../api/types.ts'
import { usePortal } from '../../api/use-portal.ts'
import { RevealStep } from '../../enrolment/reveal-step.tsx'
import { Doors } from '../../kit/doors.tsx'
import { useFragment } from '../../kit/fragment.ts'
import type { Stage } from '../../kit/gate.tsx'
import { GateFrame } from '../../kit/gate-frame.tsx'
import { Step } from '../../kit/step.tsx'
import classes from '../sign-in/sign-in.module.css'
import { AccountStep } from './account-step.tsx'
import { AuthenticatorStep } from './authenticator-step.tsx'

type Phase =
  | { readonly at: 'account' }
  | { readonly at: 'authenticator'; readonly begun: SetUpBegun; readonly account: string }
  | { readonly at: 'codes'; readonly show: Shown; readonly account: string }
  | { readonly at: 'spent' }

const stages: Readonly<Record<Phase['at'], Stage>> = { account: 0, authenticator: 1, codes: 2, spent: 0 }
const spentCodes = new Set(['set-up.link-spent', 'set-up.link-unknown'])

/** Sets up the first administrator: the link's token, a name and a password, an authenticator, recovery codes. */
export function SetUpPage() {
  const { t } = useTranslation('portal')
  const { name, factors } = usePortal()
  const token = useFragment()
  const [phase, setPhase] = useState<Phase>({ at: 'account' })

  function lost(thrown: unknown): void {
    if (spentCodes.has(asProblem(thrown).code)) setPhase({ at: 'spent' })
  }

  if (token === undefined) {
    return (
      <GateFrame stage={0} name={name}>
        <Step title={t('setUp.missing.title')} lead={t('setUp.missing.lead')} focusTitle />
      </GateFrame>
    )
  }
  return (
    <GateFrame stage={stages[phase.at]} name={name}>
      <div className={classes.flow}>
        {phase.at !== 'spent' && (
          <Doors stage={stages[phase.at]} labels={[t('setUp.doors.first'), t('setUp.doors.second')]} />
        )}
        {phase.at === 'account' && (
          <AccountStep
            token={token}
            onBegun={(begun, account) => setPhase({ at: 'authenticator', begun, account })}
            onRefused={lost}
          />
        )}
        {phase.at === 'authenticator' && (
          <AuthenticatorStep
            token={token}
            begun={phase.begun}
            account={phase.account}
            onDone={(show) =>
              show === undefined ? enterConsole() : setPhase({ at: 'codes', show, account: phase.account })
            }
            onRefused={lost}
          />
        )}
        {phase.at === 'codes' && (
          <RevealStep
            reveal={{ factor: recoveryOf(factors), show: phase.show }}
            accountName={phase.account}
            onDone={enterConsole}
          />
        )}
        {phase.at === 'spent' && (
          <Step title={t('setUp.spent.title')} lead={t('setUp.spent.lead')} focusTitle>
            <Link to="/sign-in">{t('setUp.spent.signIn')}</Link>
          </Step>
        )}
      </div>
    </GateFrame>
  )
}

function recoveryOf(factors: readonly { id: string; role: string }[]): string {
  return factors.find(({ role }) => role === 'recovery')?.id ?? ''
}

function enterConsole(): void {
  location.replace('/console')
}
