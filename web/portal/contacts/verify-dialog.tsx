import { Button, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sendContactCode, verifyContact } from '../../api/contacts.ts'
import { keys } from '../../api/keys.ts'
import { asProblem } from '../../api/problem.ts'
import type { ContactView } from '../../api/types.ts'
import { CodeInput } from '../../kit/code-input.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { ProblemAlert } from '../../kit/problem-alert.tsx'
import { tell } from '../../kit/tell.ts'
import { Turns } from '../../kit/turns.tsx'
import { useStepUp } from '../../step-up/use-step-up.ts'

const digits = 8

/** Sends a code to a contact and takes it back: whoever can read it there owns it. */
export function VerifyDialog({ contact, onClose }: { contact: ContactView; onClose: () => void }) {
  const { t } = useTranslation('portal')
  const withStepUp = useStepUp()
  const [code, setCode] = useState('')
  const { mutate: send, ...sending } = useMutation({
    mutationFn: () => withStepUp(() => sendContactCode(contact.id)),
    onSuccess: (sent) => (sent === undefined ? onClose() : setCode('')),
  })
  useEffect(() => send(), [send])
  const typing = useTyping(contact, onClose)
  const error = typing.error ?? sending.error
  const problem = error === null ? undefined : asProblem(error)

  function type(next: string): void {
    typing.reset()
    setCode(next)
  }

  return (
    <Dialog onClose={onClose} title={t('contacts.verifyTitle')}>
      <Stack gap="md">
        <p>{t(sending.isSuccess ? 'contacts.sent' : 'contacts.sending', { value: contact.value })}</p>
        <CodeInput
          label={t('contacts.code')}
          hint={t(`contacts.codeHint.${contact.type}`)}
          digits={digits}
          value={code}
          onChange={type}
          onFull={typing.mutate}
          disabled={sending.isPending || typing.isPending}
          invalid={problem?.code === 'contact.code-refused'}
          autoFocus
        />
        <ProblemAlert problem={problem} />
        <Button
          fullWidth
          onClick={() => typing.mutate(code)}
          loading={typing.isPending}
          disabled={code.length < digits}
        >
          {t('contacts.verify')}
        </Button>
        <Turns>
          <Button variant="subtle" size="sm" onClick={() => send()} loading={sending.isPending}>
            {t('contacts.again')}
          </Button>
        </Turns>
      </Stack>
    </Dialog>
  )
}

function useTyping(contact: ContactView, onDone: () => void) {
  const { t } = useTranslation('portal')
  const withStepUp = useStepUp()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (code: string) => withStepUp(() => verifyContact(contact.id, code)),
    onSuccess: async (verified) => {
      if (verified === undefined) return
      await queries.invalidateQueries({ queryKey: keys.contacts })
      tell(t('contacts.done', { value: contact.value }))
      onDone()
    },
  })
}
