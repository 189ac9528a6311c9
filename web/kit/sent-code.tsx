import { Button, Stack } from '@mantine/core'
import { type ReactNode, type SubmitEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../api/problem.ts'
import { Alert } from './alert.tsx'
import { CodeInput } from './code-input.tsx'
import { useCountdown } from './countdown.ts'
import { ProblemAlert } from './problem-alert.tsx'
import classes from './sent-code.module.css'

interface SentCodeProps {
  readonly label: string
  readonly hint?: ReactNode
  readonly digits: number
  readonly action: string
  readonly pending: boolean
  readonly ready?: boolean
  /** The last refusal of a code. */
  readonly problem: Problem | undefined
  /** What is said where the code was wrong, instead of the problem's own words. */
  readonly refused: string | undefined
  /** A code that came by itself. */
  readonly received?: string | undefined
  readonly onCode: (code: string) => void
  /** Sends another. Undefined where that is not to be had. */
  readonly onAgain?: (() => void) | undefined
  readonly asking: boolean
  /** Why no other could be sent. */
  readonly askProblem?: Problem | undefined
  /** Another value with each code that was sent. */
  readonly sent: unknown
}

/** Where one types a code that was sent, and asks for another one when it does not come. */
export function SentCode(props: SentCodeProps) {
  const { digits, pending, ready = true, problem, refused, received, onCode, onAgain } = props
  const [code, setCode] = useState('')

  useEffect(() => {
    if (problem !== undefined) setCode('')
  }, [problem])
  useEffect(() => {
    if (received !== undefined) setCode(received)
  }, [received])

  function send(value: string): void {
    if (ready && !pending && value.length === digits) onCode(value)
  }

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    send(code)
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <CodeInput
          label={props.label}
          hint={props.hint}
          digits={digits}
          value={code}
          onChange={setCode}
          onFull={send}
          invalid={refused !== undefined && code === ''}
          disabled={pending || !ready}
          autoFocus
        />
        {refused === undefined ? <ProblemAlert problem={problem} /> : <Alert tone="bad">{refused}</Alert>}
        <Button type="submit" fullWidth loading={pending} disabled={!ready}>
          {props.action}
        </Button>
        {onAgain !== undefined && (
          <Again
            key={String(props.sent)}
            onAgain={onAgain}
            asking={props.asking}
            problem={props.askProblem}
          />
        )}
      </Stack>
    </form>
  )
}

const pause = 30

function Again({
  onAgain,
  asking,
  problem,
}: {
  onAgain: () => void
  asking: boolean
  problem: Problem | undefined
}) {
  const { t } = useTranslation('kit')
  const left = useCountdown(pause)
  return (
    <div className={classes.again}>
      <span className={classes.question}>{t('sentCode.missing')}</span>
      {left > 0 ? (
        <span className={classes.wait}>{t('sentCode.wait', { seconds: left })}</span>
      ) : (
        <Button variant="subtle" size="compact-sm" loading={asking} onClick={onAgain}>
          {t('sentCode.again')}
        </Button>
      )}
      {problem !== undefined && (
        <div className={classes.problem}>
          <ProblemAlert problem={problem} />
        </div>
      )}
    </div>
  )
}
