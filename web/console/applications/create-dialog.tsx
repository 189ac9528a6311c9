import { Button, Checkbox, Stack, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CreatedApplication, createApplication } from '../../api/applications.ts'
import { keys } from '../../api/keys.ts'
import { Answers } from '../../kit/answers.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { ProblemAlert } from '../../kit/problem-alert.tsx'
import { useAct } from '../../step-up/use-act.ts'
import { ClassField } from './class-field.tsx'

interface CreateDialogProps {
  readonly onMade: (application: CreatedApplication) => void
  readonly onBack: () => void
  readonly onClose: () => void
}

/** Registers an application that comes by no door: its own code asks with an API key. */
export function CreateDialog({ onMade, onBack, onClose }: CreateDialogProps) {
  const { t } = useTranslation('console')
  const [name, setName] = useState('')
  const [kind, setKind] = useState('other')
  const [vouches, setVouches] = useState(false)
  const creating = useAct(
    [keys.applications],
    () => createApplication({ name: name.trim(), class: kind, vouches }),
    onMade,
  )

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    creating.run()
  }

  return (
    <Dialog onClose={onClose} title={t('products.ownCode')}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={t('applications.name')}
            description={t('applications.nameHint')}
            required
            withAsterisk={false}
            maxLength={64}
            autoComplete="off"
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <ClassField value={kind} onChange={setKind} />
          <Checkbox
            size="sm"
            label={t('applications.vouchesLabel')}
            description={t('applications.vouchesHint')}
            checked={vouches}
            onChange={(event) => setVouches(event.currentTarget.checked)}
          />
          {creating.problem && <ProblemAlert problem={creating.problem} />}
          <Answers>
            <Button variant="default" onClick={onBack}>
              {t('doors.back')}
            </Button>
            <Button type="submit" loading={creating.pending}>
              {t('applications.action')}
            </Button>
          </Answers>
        </Stack>
      </form>
    </Dialog>
  )
}
