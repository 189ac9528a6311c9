import { Button, Checkbox, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keys } from '../../../api/keys.ts'
import { issueRegistrationToken } from '../../../api/registrations.ts'
import { serverTime } from '../../../api/server-time.ts'
import { Answers } from '../../../kit/answers.tsx'
import { Dialog } from '../../../kit/dialog.tsx'
import { FormProblem } from '../../../kit/form-problem.tsx'
import { useIssueText } from '../../../kit/issue-text.ts'
import { RevealOnce } from '../../../kit/reveal-once.tsx'
import { useAct } from '../../../step-up/use-act.ts'
import { ClassField } from '../class-field.tsx'

const day = 86_400_000
const lives = ['1', '30', '365'] as const

/** Makes a token by which applications register themselves, and shows it this once. */
export function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['console', 'kit'])
  const [token, setToken] = useState<string>()
  if (token === undefined) return <NewTokenForm onIssued={setToken} onClose={onClose} />
  return (
    <Dialog title={t('registration.issued')}>
      <Stack gap="md">
        <RevealOnce label={t('registration.token')} secret={token} />
        <Button onClick={onClose}>{t('invitation.done')}</Button>
      </Stack>
    </Dialog>
  )
}

interface NewTokenFormProps {
  readonly onIssued: (token: string) => void
  readonly onClose: () => void
}

function NewTokenForm({ onIssued, onClose }: NewTokenFormProps) {
  const { t } = useTranslation(['console', 'kit'])
  const [name, setName] = useState('')
  const [namePrefix, setNamePrefix] = useState('')
  const [hosts, setHosts] = useState('')
  const [kind, setKind] = useState('other')
  const [uses, setUses] = useState('1')
  const [life, setLife] = useState<string>('1')
  const [approval, setApproval] = useState(true)
  const issuing = useAct(
    [keys.registrationTokens],
    () =>
      issueRegistrationToken({
        ...{ name: name.trim(), namePrefix: namePrefix.trim(), class: kind, approval },
        limits: { hosts: hosts.split(/\s+/).filter(Boolean) },
        uses: Number(uses),
        expiresAt: serverTime() + Number(life) * day,
      }),
    ({ token }) => onIssued(token),
  )
  const wrongHosts = useIssueText(issuing.problem?.details.issues)('limits.hosts')

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    issuing.run()
  }

  return (
    <Dialog onClose={onClose} title={t('registration.create')}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={t('registration.name')}
            required
            withAsterisk={false}
            maxLength={100}
            autoComplete="off"
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={t('registration.prefix')}
            description={t('registration.prefixHint')}
            required
            withAsterisk={false}
            maxLength={30}
            autoComplete="off"
            value={namePrefix}
            onChange={(event) => setNamePrefix(event.currentTarget.value)}
          />
          <Textarea
            label={t('registration.hosts')}
            description={t('registration.hostsHint')}
            required
            withAsterisk={false}
            autosize
            minRows={2}
            spellCheck={false}
            error={wrongHosts}
            value={hosts}
            onChange={(event) => setHosts(event.currentTarget.value)}
          />
          <ClassField value={kind} onChange={setKind} />
          <TextInput
            type="number"
            label={t('registration.uses')}
            required
            withAsterisk={false}
            min={1}
            max={100_000}
            value={uses}
            onChange={(event) => setUses(event.currentTarget.value)}
          />
          <NativeSelect
            label={t('registration.life')}
            value={life}
            onChange={(event) => setLife(event.currentTarget.value)}
            data={lives.map((value) => ({ value, label: t(`registration.lives.${value}`) }))}
          />
          <Checkbox
            size="sm"
            label={t('registration.approval')}
            description={t('registration.approvalHint')}
            checked={approval}
            onChange={(event) => setApproval(event.currentTarget.checked)}
          />
          <FormProblem problem={issuing.problem} marked={wrongHosts !== undefined} />
          <Answers>
            <Button variant="default" onClick={onClose}>
              {t('cancel', { ns: 'kit' })}
            </Button>
            <Button type="submit" loading={issuing.pending}>
              {t('registration.action')}
            </Button>
          </Answers>
        </Stack>
      </form>
    </Dialog>
  )
}
