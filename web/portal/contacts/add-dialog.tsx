import { Button, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addContact } from '../../api/contacts.ts'
import { keys } from '../../api/keys.ts'
import { asProblem } from '../../api/problem.ts'
import type { ContactType, ContactView } from '../../api/types.ts'
import { Answers } from '../../kit/answers.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { ProblemAlert } from '../../kit/problem-alert.tsx'
import { useStepUp } from '../../step-up/use-step-up.ts'

const types: readonly ContactType[] = ['email', 'phone']
const inputs = { email: 'email', phone: 'tel' } as const

interface AddDialogProps {
  readonly onAdded: (contact: ContactView) => void
  readonly onClose: () => void
}

/** Adds an e-mail address or a number; whether it is one's own is asked next. */
export function AddDialog({ onAdded, onClose }: AddDialogProps) {
  const { t } = useTranslation(['portal', 'kit'])
  const withStepUp = useStepUp()
  const queries = useQueryClient()
  const [type, setType] = useState<ContactType>('email')
  const [value, setValue] = useState('')
  const adding = useMutation({
    mutationFn: () => withStepUp(() => addContact({ type, value: value.trim() })),
    onSuccess: async (contact) => {
      if (contact === undefined) return
      await queries.invalidateQueries({ queryKey: keys.contacts })
      onAdded(contact)
    },
  })

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    adding.mutate()
  }

  return (
    <Dialog onClose={onClose} title={t('contacts.addTitle')}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <NativeSelect
            label={t('contacts.type')}
            value={type}
            onChange={(event) => setType(event.currentTarget.value as ContactType)}
            data={types.map((one) => ({ value: one, label: t(`contacts.types.${one}`) }))}
          />
          <TextInput
            type={inputs[type]}
            label={t(`contacts.types.${type}`)}
            description={t(`contacts.hints.${type}`)}
            required
            withAsterisk={false}
            maxLength={254}
            autoComplete={inputs[type]}
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
          />
          <ProblemAlert problem={adding.error === null ? undefined : asProblem(adding.error)} />
          <Answers>
            <Button variant="default" onClick={onClose}>
              {t('cancel', { ns: 'kit' })}
            </Button>
            <Button type="submit" loading={adding.isPending}>
              {t('contacts.addAction')}
            </Button>
          </Answers>
        </Stack>
      </form>
    </Dialog>
  )
}
