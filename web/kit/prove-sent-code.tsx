import { Button, Skeleton, Stack } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AttemptOption } from '../api/types.ts'
import { Choice } from './choice.tsx'
import type { ProveProps } from './factor-screens.ts'
import { ProblemAlert } from './problem-alert.tsx'
import { SentCode } from './sent-code.tsx'
import { useReceivedCode } from './use-received-code.ts'

/** Where codes go, and whose words these are. */
interface Destination {
  /** The factor: its words are those of this page. */
  readonly words: string
  /** The field of its description that says where codes go, masked. */
  readonly to: string
  /** Whether the browser may know of the code before it is typed. */
  readonly onPhone?: boolean
}

/** Sends a code to the one place, or to the one that is chosen, and asks for it. */
export function ProveSentCode({
  words,
  to,
  onPhone = false,
  options,
  pending,
  problem,
  ready,
  onProve,
  question,
}: Destination & ProveProps) {
  const { t } = useTranslation(words)
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

  useReceivedCode(onPhone && show !== undefined, (code) => {
    setReceived(code)
    if (!pending) onProve({ code })
  })

  if (target === undefined)
    return <ChoosePlace words={words} to={to} options={options} onChoose={setTarget} />
  const onItsWay = askProblem?.code === 'delivery.interval'
  if (show === undefined && askProblem !== undefined && !onItsWay) {
    return (
      <Stack gap="sm">
        <ProblemAlert problem={askProblem} />
        <Button fullWidth loading={asking} onClick={() => void ask(target)}>
          {t('prove.send')}
        </Button>
      </Stack>
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

function ChoosePlace({
  words,
  to,
  options,
  onChoose,
}: Destination & {
  options: readonly AttemptOption[]
  onChoose: (authenticatorId: string | undefined) => void
}) {
  const { t } = useTranslation(words)
  return (
    <Stack gap="sm">
      <p>{t('prove.choose')}</p>
      {options.map(({ authenticatorId, label = '', describe }) => (
        <Choice
          key={authenticatorId}
          Icon={undefined}
          title={label}
          text={describe?.[to] === label ? '' : String(describe?.[to] ?? '')}
          onChoose={() => onChoose(authenticatorId)}
        />
      ))}
    </Stack>
  )
}

function digitsOf(show: ProveProps['question']['show']): number {
  return typeof show?.digits === 'number' ? show.digits : 6
}
