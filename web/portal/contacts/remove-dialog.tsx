import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { removeContact } from '../../api/contacts.ts'
import { keys } from '../../api/keys.ts'
import { asProblem } from '../../api/problem.ts'
import type { ContactView } from '../../api/types.ts'
import { Confirm } from '../../kit/confirm.tsx'
import { tell } from '../../kit/tell.ts'
import { useStepUp } from '../../step-up/use-step-up.ts'

/** Removes a contact, after a question and, where the server wants it, a fresh proof. */
export function RemoveContactDialog({ contact, onClose }: { contact: ContactView; onClose: () => void }) {
  const { t } = useTranslation('portal')
  const withStepUp = useStepUp()
  const queries = useQueryClient()
  const { id, value } = contact
  const removing = useMutation({
    mutationFn: () =>
      withStepUp(async () => {
        await removeContact(id)
        return true
      }),
    onSuccess: async (removed) => {
      if (removed !== true) return
      await queries.invalidateQueries({ queryKey: keys.contacts })
      tell(t('contacts.removed', { value }))
      onClose()
    },
  })
  return (
    <Confirm
      danger
      title={t('contacts.removeTitle', { value })}
      action={t('contacts.remove')}
      pending={removing.isPending}
      problem={removing.error === null ? undefined : asProblem(removing.error)}
      onConfirm={() => removing.mutate()}
      onClose={onClose}
    >
      <p>{t('contacts.removeText')}</p>
    </Confirm>
  )
}
