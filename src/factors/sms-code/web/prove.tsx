import { Button, Skeleton } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AttemptOption } from '../../../../web/api/types.ts'
import { Choice } from '../../../../web/kit/choice.tsx'
import type { ProveProps } from '../../../../web/kit/factor-screens.ts'
import { ProblemAlert } from '../../../../web/kit/problem-alert.tsx'
import { SentCode } from '../../../../web/kit/sent-code.tsx'
import { useReceivedCode } from '../../../../web/kit/use-received-code.ts'
import classes from './prove.module.css'

/** Sends a code to the one number, or to the one that is chosen, and asks for it. */
export function ProveSmsCode({ options, pending, problem, ready, onProve, question }: ProveProps) {
  const { t } = useTranslation('sms-code')
  const [only] = options.length === 1 ? options : []
  const [target, setTarget] = useState(only?.authenticatorId)
  const [received, setReceived] = useState<string>()
  const { show, expiresAt, asking, problem: askProblem, ask } = question
  const asked = useRef(false)

  useEffect(() => {
    if (target === undefined || asked.current) return
    asked.current = true
    void ask(target)
  }, [target, ask])

  useReceivedCode(show !== undefined, (code) => {
    setReceived(code)
    if (!pending) onProve({ code })
  })

  if (target === undefined) return <ChooseNumber options={options} onChoose={setTarget} />
  const onItsWay = askProblem?.code === 'delivery.interval'
  if (show === undefined && askProblem !== undefined && !onItsWay) {
    return (
      <div className={classes.numbers}>
        <ProblemAlert problem={askProblem} />
        <Button fullWidth loading={asking} onClick={() => void ask(target)}>
          {t('prove.send')}
        </Button>
      </div>
    )
  }
  if (show === undefined && !onItsWay)
    return <Skeleton height={180} radius="lg" aria-label={t('prove.sending')} />
  return (
    <SentCode
      label={t('prove.label')}
      hint={show === undefined ? t('prove.onItsWay') : t('prove.sentTo', { to: String(show.to) })}
      digits={digitsOf(show)}
      action={t('prove.action')}
      pending={pending}
      ready={ready}
      problem={problem}
      refused={problem?.code === 'proof.refused' ? t('prove.refused') : undefined}
      received={received}
      onCode={(code) => onProve({ code })}
      onAgain={() => void ask(target)}
      asking={asking}
      askProblem={onItsWay && show === undefined ? undefined : askProblem}
      sent={expiresAt}
    />
  )
}

function ChooseNumber({
  options,
  onChoose,
}: {
  options: readonly AttemptOption[]
  onChoose: (authenticatorId: string | undefined) => void
}) {
  const { t } = useTranslation('sms-code')
  return (
    <div className={classes.numbers}>
      <p>{t('prove.choose')}</p>
      {options.map(({ authenticatorId, label = '', describe }) => (
        <Choice
          key={authenticatorId}
          Icon={undefined}
          title={label}
          text={describe?.number === label ? '' : String(describe?.number ?? '')}
          onChoose={() => onChoose(authenticatorId)}
        />
      ))}
    </div>
  )
}

function digitsOf(show: ProveProps['question']['show']): number {
  return typeof show?.digits === 'number' ? show.digits : 6
}
