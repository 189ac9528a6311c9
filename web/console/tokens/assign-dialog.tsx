import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listAccounts } from '../../api/accounts.ts'
import { keys } from '../../api/keys.ts'
import { assignToken, type TokenView } from '../../api/tokens.ts'
import { Confirm } from '../../kit/confirm.tsx'
import { useDebounced } from '../../kit/debounced.ts'
import { useTokenAct } from './use-token-act.ts'

/** Puts a token aside for an account, found by its name. */
export function AssignDialog({ token, onClose }: { token: TokenView; onClose: () => void }) {
  const { t } = useTranslation('console')
  const names = useId()
  const [name, setName] = useState('')
  const search = useDebounced(name.trim(), 250)
  const found = useQuery({
    queryKey: [...keys.accounts, search, 'names'],
    queryFn: ({ signal }) => listAccounts({ search, limit: 10 }, signal),
    enabled: search !== '',
  })
  const accounts = found.data?.items ?? []
  const chosen = accounts.find((account) => account.name === name.trim())
  const { run, pending, problem } = useTokenAct(
    (input: { accountId: string; reason: string }) => assignToken(token.id, input),
    t('tokens.assignDone', { serial: token.handle, name }),
    onClose,
  )
  return (
    <Confirm
      reason
      title={t('tokens.assignTitle', { serial: token.handle })}
      action={t('tokens.assign')}
      pending={pending}
      problem={problem}
      onConfirm={(reason) => chosen !== undefined && run({ accountId: chosen.id, reason })}
      onClose={onClose}
    >
      <p>{t('tokens.assignText')}</p>
      <TextInput
        label={t('tokens.account')}
        required
        withAsterisk={false}
        autoComplete="off"
        list={names}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={name !== '' && found.isSuccess && chosen === undefined ? t('tokens.noAccount') : undefined}
      />
      <datalist id={names}>
        {accounts.map((account) => (
          <option key={account.id} value={account.name} />
        ))}
      </datalist>
    </Confirm>
  )
}
