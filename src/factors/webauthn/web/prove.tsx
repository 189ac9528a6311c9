import { Button, Stack } from '@mantine/core'
import IconFingerprint from '@tabler/icons-react/icons/IconFingerprint'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { serverTime } from '../../../../web/api/server-time.ts'
import { Alert } from '../../../../web/kit/alert.tsx'
import type { ProveProps } from '../../../../web/kit/factor-screens.ts'
import { ProblemAlert } from '../../../../web/kit/problem-alert.tsx'
import { askForKey, callOff, isSupported, type Trouble } from './browser.ts'
import { TroubleAlert, Unsupported } from './trouble-alert.tsx'
import classes from './webauthn.module.css'

/** Has the browser ask for one of the person's keys. The question is there before the click: some browsers want it so. */
export function ProveWebauthn({ options, pending, problem, ready, onProve, question }: ProveProps) {
  const { t } = useTranslation('webauthn')
  const [asking, setAsking] = useState(false)
  const [trouble, setTrouble] = useState<Trouble>()
  const { show, expiresAt, ask } = question
  const asked = useRef<unknown>(null)
  useEffect(() => callOff, [])
  // Anew after each refusal: a question is answered once.
  useEffect(() => {
    if (asked.current === problem) return
    asked.current = problem
    void ask()
  }, [problem, ask])

  async function use(): Promise<void> {
    setAsking(true)
    setTrouble(undefined)
    const fresh = show !== undefined && (expiresAt ?? 0) > serverTime() ? show : await ask()
    const answered = fresh === undefined ? undefined : await askForKey(fresh)
    setAsking(false)
    if (answered === undefined) return
    if ('trouble' in answered) setTrouble(answered.trouble)
    if ('credential' in answered) onProve({ credential: answered.credential })
  }

  if (!isSupported()) return <Unsupported />
  const refused = problem?.code === 'proof.refused'
  const labels = options.flatMap(({ label }) => label ?? [])
  return (
    <Stack gap="lg">
      {labels.length > 0 && <p className={classes.help}>{t('prove.which', { labels: labels.join(', ') })}</p>}
      <Strays options={options} />
      {refused ? <Alert tone="bad">{t('prove.refused')}</Alert> : <ProblemAlert problem={problem} />}
      <ProblemAlert problem={question.problem} />
      <TroubleAlert trouble={trouble} />
      <Button
        fullWidth
        autoFocus
        leftSection={<IconFingerprint size={20} aria-hidden />}
        loading={pending || asking}
        disabled={!ready || question.problem !== undefined}
        onClick={() => void use()}
      >
        {t('prove.action')}
      </Button>
      <p className={classes.help}>{t('prove.help')}</p>
    </Stack>
  )
}

/** Keys that were added when this installation had another name: the browser would only say that there are none. */
function Strays({ options }: Pick<ProveProps, 'options'>) {
  const { t } = useTranslation('webauthn')
  const strays = options.filter(({ describe }) => describe?.usable === false)
  if (strays.length === 0) return null
  const labels = strays.flatMap(({ label }) => label ?? []).join(', ')
  return <Alert tone="warn">{t('stray', { labels, was: String(strays[0]?.describe?.rpId ?? '') })}</Alert>
}
