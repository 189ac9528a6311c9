import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '../../../../../web/api/problem.ts'
import { CodeInput } from '../../../../../web/kit/code-input.tsx'
import { Confirm } from '../../../../../web/kit/confirm.tsx'
import { ProblemAlert } from '../../../../../web/kit/problem-alert.tsx'
import { Step } from '../../../../../web/kit/step.tsx'
import type { AnswerMessage, Question } from '../../schema.ts'
import type { OwnKey } from './own-keys.ts'
import classes from './phone.module.css'
import { type Asked, answer, type Outcome } from './talk.ts'

interface AnswerStepProps {
  readonly own: OwnKey
  readonly asked: Asked
  readonly onAnswered: (outcome: Outcome) => void
  /** The question does not stand any more. */
  readonly onOver: () => unknown
}

const digits = 6

/** Shows who wants in, to what and from where; a yes needs the number of the other screen. */
export function AnswerStep({ own, asked, onAnswered, onOver }: AnswerStepProps) {
  const { t } = useTranslation('push-phone')
  const [number, setNumber] = useState('')
  const [reporting, setReporting] = useState(false)
  const answering = useMutation({
    mutationFn: (said: Pick<AnswerMessage, 'decision' | 'number'>) => answer(own, asked.question, said),
    onSuccess: onAnswered,
    onError: () => onOver(),
  })
  const kind = asked.question.chosen ? 'chosen' : 'shown'
  const problem = answering.error === null ? undefined : asProblem(answering.error)

  function approve(event: SubmitEvent): void {
    event.preventDefault()
    answering.mutate({ decision: 'approve', number })
  }

  return (
    <Step title={t(`answer.title.${asked.question.purpose}`)} lead={t('answer.lead')} focusTitle>
      <Facts question={asked.question} />
      <form onSubmit={approve} className={classes.form}>
        <CodeInput
          label={t(`answer.number.${kind}`)}
          hint={t(`answer.numberHelp.${kind}`)}
          digits={digits}
          value={number}
          onChange={setNumber}
          disabled={answering.isPending}
          oneTimeCode={false}
        />
        <ProblemAlert problem={problem} />
        <Button type="submit" fullWidth loading={answering.isPending} disabled={number.length < digits}>
          {t('answer.approve')}
        </Button>
      </form>
      <div className={classes.turns}>
        <Button
          variant="default"
          fullWidth
          disabled={answering.isPending}
          onClick={() => answering.mutate({ decision: 'deny', number: '' })}
        >
          {t('answer.deny')}
        </Button>
        <Button
          variant="default"
          fullWidth
          className={classes.alarm}
          disabled={answering.isPending}
          onClick={() => setReporting(true)}
        >
          {t('answer.report')}
        </Button>
      </div>
      {reporting && (
        <Confirm
          title={t('report.title')}
          action={t('report.action')}
          danger
          pending={answering.isPending}
          onConfirm={() => answering.mutate({ decision: 'report', number: '' })}
          onClose={() => setReporting(false)}
        >
          <p>{t('report.text')}</p>
        </Confirm>
      )}
    </Step>
  )
}

function Facts({ question }: { readonly question: Question }) {
  const { t } = useTranslation('push-phone')
  const { purpose, account, application, device, place, details } = question
  const facts = [
    [t('answer.purpose'), t(`answer.purposes.${purpose}`)],
    ...details,
    [t('answer.application'), application],
    [t('answer.account'), account],
    [t('answer.device'), device],
    [t('answer.place'), place],
  ] as const
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
