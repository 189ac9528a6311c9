import { Button, Checkbox, NativeSelect, Stack } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { issueKey } from '../../api/applications.ts'
import { keys } from '../../api/keys.ts'
import { serverTime } from '../../api/server-time.ts'
import type { ApplicationView, IssuedKey } from '../../api/types.ts'
import { Answers } from '../../kit/answers.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { ProblemAlert } from '../../kit/problem-alert.tsx'
import { useAct } from '../../step-up/use-act.ts'
import classes from './applications.module.css'
import { scopes, scopeWord } from './scopes.ts'

const day = 86_400_000
const lives = ['90', '365', 'never'] as const

interface IssueDialogProps {
  readonly application: ApplicationView
  readonly onIssued: (key: IssuedKey) => void
  readonly onClose: () => void
}

/** Issues an API key with no more rights than are ticked. */
export function IssueDialog({ application, onIssued, onClose }: IssueDialogProps) {
  const { t } = useTranslation(['console', 'kit'])
  const [chosen, setChosen] = useState<readonly string[]>(['verify'])
  const [life, setLife] = useState<string>('365')
  const issuing = useAct(
    [keys.applications],
    () =>
      issueKey(application.id, {
        scopes: chosen,
        ...(life === 'never' ? {} : { expiresAt: serverTime() + Number(life) * day }),
      }),
    onIssued,
  )

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    issuing.run()
  }

  return (
    <Dialog onClose={onClose} title={t('keys.issueFor', { name: application.name })}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Checkbox.Group value={[...chosen]} onChange={setChosen}>
            <fieldset className={classes.scopes}>
              <legend>{t('keys.scopes')}</legend>
              {scopes.map((scope) => (
                <Checkbox key={scope} size="sm" value={scope} label={t(`scopes.${scopeWord(scope)}`)} />
              ))}
            </fieldset>
          </Checkbox.Group>
          <NativeSelect
            label={t('keys.life')}
            value={life}
            onChange={(event) => setLife(event.currentTarget.value)}
            data={lives.map((value) => ({ value, label: t(`keys.lives.${value}`) }))}
          />
          {issuing.problem && <ProblemAlert problem={issuing.problem} />}
          <Answers>
            <Button variant="default" onClick={onClose}>
              {t('cancel', { ns: 'kit' })}
            </Button>
            <Button type="submit" loading={issuing.pending} disabled={chosen.length === 0}>
              {t('keys.issue')}
            </Button>
          </Answers>
        </Stack>
      </form>
    </Dialog>
  )
}
