import { Button } from '@mantine/core'
import IconFingerprint from '@tabler/icons-react/icons/IconFingerprint'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert } from '../../../../web/kit/alert.tsx'
import type { OpenProps } from '../../../../web/kit/factor-screens.ts'
import { ProblemAlert } from '../../../../web/kit/problem-alert.tsx'
import {
  type Answered,
  askForKey,
  callOff,
  canOfferInField,
  isSupported,
  offerInField,
  type Trouble,
} from './browser.ts'
import { TroubleAlert } from './trouble-alert.tsx'
import classes from './webauthn.module.css'

/** Milliseconds before its question is over at which the offer in the field is made anew. */
const margin = 30_000

/** Signs in without a name: by a button, and by what the browser offers in the field for the name. */
export function OpenWebauthn({ pending, problem, onProve, question }: OpenProps) {
  const { t } = useTranslation('webauthn')
  const [asking, setAsking] = useState(false)
  const [trouble, setTrouble] = useState<Trouble>()
  const { ask } = question

  function take(answered: Answered): void {
    if ('trouble' in answered) setTrouble(answered.trouble)
    if ('credential' in answered) onProve({ credential: answered.credential })
  }

  const offer = useOffer({ question, paused: asking || pending, take })

  async function use(): Promise<void> {
    setAsking(true)
    setTrouble(undefined)
    callOff()
    const show = await ask()
    if (show !== undefined) take(await askForKey(show))
    setAsking(false)
    offer.again()
  }

  if (!isSupported()) return null
  const refused = problem?.code === 'proof.refused'
  return (
    <section className={classes.open} aria-label={t('open.label')}>
      {refused ? <Alert tone="bad">{t('open.refused')}</Alert> : <ProblemAlert problem={problem} />}
      <TroubleAlert trouble={trouble} />
      <Button
        variant="default"
        fullWidth
        leftSection={<IconFingerprint size={20} aria-hidden />}
        loading={asking || pending}
        onClick={() => void use()}
      >
        {t('open.action')}
      </Button>
    </section>
  )
}

interface OfferInput extends Pick<OpenProps, 'question'> {
  readonly paused: boolean
  readonly take: (answered: Answered) => void
}

/** Offers passkeys in the field for as long as the page is open, each time with a question that is not over. */
function useOffer({ question, paused, take }: OfferInput): { again(): void } {
  const [round, setRound] = useState(0)
  const current = useRef({ question, take })
  current.current = { question, take }
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round is another offer
  useEffect(() => {
    if (paused) return
    let over = false
    let timer: ReturnType<typeof setTimeout> | undefined
    async function offer(): Promise<void> {
      if (!(await canOfferInField()) || over) return
      const show = await current.current.question.ask()
      if (show === undefined || over) return
      timer = setTimeout(() => setRound((count) => count + 1), lifetime - margin)
      const answered = await offerInField(show)
      if (!over && 'credential' in answered) current.current.take(answered)
    }
    void offer()
    return () => {
      over = true
      clearTimeout(timer)
      callOff()
    }
  }, [round, paused])
  return { again: () => setRound((count) => count + 1) }
}

/** As long as a question of this factor lives. */
const lifetime = 600_000
