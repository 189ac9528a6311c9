import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../api/problem.ts'
import type { AttemptView, FactorInfo } from '../api/types.ts'
import { usePortal } from '../api/use-portal.ts'
import { screensOf } from '../factors.ts'
import { Alert } from '../kit/alert.tsx'
import { broughtErrand, leaveFor, takeBrought } from '../kit/errand.ts'
import { Step } from '../kit/step.tsx'
import { Turns } from '../kit/turns.tsx'
import { ForgottenPassword, LaneLink } from './ask-for-mail.tsx'
import classes from './attempt.module.css'
import { backTo } from './back-to.ts'
import { ChooseStep } from './choose-step.tsx'
import { NoWayStep } from './no-way-step.tsx'
import { RememberBrowser } from './remember-browser.tsx'
import { useProve } from './use-prove.ts'
import { useQuestion } from './use-question.ts'
import { type Way, waysOf } from './ways.ts'

interface ProveStepProps {
  readonly attempt: AttemptView
  readonly onProved: (attempt: AttemptView) => void
  readonly onExpired: () => void
  readonly onRestart: () => void
}

/** Asks for one proof. Where there are several ways, the person chooses; they may always turn to another. */
export function ProveStep({ attempt, onProved, onExpired, onRestart }: ProveStepProps) {
  const portal = usePortal()
  const ways = waysOf(attempt.options)
  const firstDoor = attempt.proved.length === 0 ? portal.factors.find(({ first }) => first)?.id : undefined
  const [chosen, setChosen] = useState<string | undefined>(
    () => (broughtWay(ways) ?? obviousWay(ways, firstDoor))?.factor,
  )
  const [remember, setRemember] = useState(false)
  const way = ways.find(({ factor }) => factor === chosen)
  if (ways.length === 0) return <NoWayStep onRestart={onRestart} />
  if (way === undefined) {
    return <ChooseStep ways={ways} withheld={attempt.withheld} onChoose={setChosen} onRestart={onRestart} />
  }
  return (
    <OneWay
      key={way.factor}
      way={way}
      attempt={attempt}
      onProved={onProved}
      onExpired={onExpired}
      onRestart={onRestart}
      remember={remember}
      onRemember={setRemember}
      {...(ways.length > 1 ? { onOther: () => setChosen(undefined) } : {})}
    />
  )
}

function OneWay(props: OneWayProps) {
  const { way, attempt, onProved, onExpired, onRestart, onOther, remember, onRemember } = props
  const { t } = useTranslation(['attempt', way.factor])
  const portal = usePortal()
  const { prove, pending, problem, ready } = useProve(way, {
    onProved,
    onExpired,
    rememberBrowser: remember,
  })
  const question = useQuestion(way.factor)
  const [brought] = useState(() => takeBrought(way.factor))
  const screens = screensOf(way.factor)
  const info = portal.factors.find(({ id }) => id === way.factor)
  if (screens === undefined || info === undefined) return <NoWayStep onRestart={onRestart} />
  const name = attempt.account.name
  return (
    <Step title={t('prove.title', { ns: way.factor })} lead={t('prove.lead', { ns: way.factor, name })}>
      {attempt.forgotten !== undefined && <Alert tone="info">{t('forgotten.first')}</Alert>}
      <screens.Prove
        info={info}
        options={way.options}
        accountName={name}
        pending={pending}
        problem={problem}
        ready={ready}
        onProve={prove}
        question={question}
        brought={brought}
        onLeave={(address) => leaveFor(address, { factor: way.factor, back: backTo(attempt) })}
      />
      {attempt.remembers !== undefined && way.role === 'factor' && (
        <RememberBrowser milliseconds={attempt.remembers} checked={remember} onChange={onRemember} />
      )}
      {attempt.proved.length === 0 && isShut(problem) && <LaneLink />}
      {isForgettable(attempt, info) && portal.mailsPasswordLinks && <ForgottenPassword />}
      <Turns>
        {onOther !== undefined && (
          <Button variant="subtle" size="sm" onClick={onOther}>
            {t('other')}
          </Button>
        )}
        {attempt.purpose !== 'step-up' && (
          <Button
            variant="subtle"
            size="sm"
            color="gray"
            classNames={{ root: classes.tall, label: classes.wrapped }}
            onClick={onRestart}
          >
            {attempt.proved.length === 0 && name !== '' ? t('notYou', { name }) : t('restart')}
          </Button>
        )}
      </Turns>
    </Step>
  )
}

/** A password of ours, at the first door of a sign-in. */
function isForgettable({ purpose, forgotten }: AttemptView, { first, opens }: FactorInfo): boolean {
  return purpose === 'sign-in' && forgotten === undefined && first && !opens
}

/** Strangers have used up the tries: waiting does not help. */
function isShut(problem: Problem | undefined): boolean {
  return problem?.code === 'throttled' && problem.retryAfter === undefined
}

interface OneWayProps extends ProveStepProps {
  readonly way: Way
  readonly remember: boolean
  readonly onRemember: (remember: boolean) => void
  readonly onOther?: () => void
}

/** The way of somebody who has just come back from another server's page. */
function broughtWay(ways: readonly Way[]): Way | undefined {
  const errand = broughtErrand()
  return ways.find(({ factor }) => factor === errand?.factor)
}

/** The way that needs no question: the first door, the only factor, or the one that was used the last time. */
function obviousWay(ways: readonly Way[], firstDoor: string | undefined): Way | undefined {
  const first = ways.find(({ factor }) => factor === firstDoor)
  if (first) return first
  const factors = ways.filter(({ role }) => role === 'factor')
  if (factors.length === 1) return factors[0]
  const last = factors.find(({ options }) => options.some((option) => option.lastUsed))
  if (last) return last
  return ways.length === 1 ? ways[0] : undefined
}
