import { NativeSelect, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './accounts.module.css'
import { roles } from './roles.ts'
import type { AccountsSearch } from './search.ts'

interface AccountFiltersProps {
  readonly filter: AccountsSearch
  /** What is being typed; the address follows. */
  readonly text: string
  readonly onChange: (next: AccountsSearch) => void
}

/** Which accounts of all are listed: the server looks through every one. */
export function AccountFilters({ filter, text, onChange }: AccountFiltersProps) {
  const { t } = useTranslation('console')
  const choose = (part: 'protected' | 'status' | 'role', value: string) => {
    const { [part]: _, ...others } = filter
    onChange(value === '' ? others : { ...others, [part]: value })
  }
  const all = { value: '', label: t('accounts.all') }
  return (
    <search className={classes.filters}>
      <TextInput
        className={classes.wide ?? ''}
        type="search"
        label={t('accounts.search')}
        value={text}
        onChange={(event) => onChange({ ...filter, search: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('accounts.protection')}
        value={filter.protected ?? ''}
        onChange={(event) => choose('protected', event.currentTarget.value)}
        data={[
          all,
          { value: 'yes', label: t('accounts.protected') },
          { value: 'no', label: t('accounts.unprotected') },
        ]}
      />
      <NativeSelect
        label={t('accounts.status')}
        value={filter.status ?? ''}
        onChange={(event) => choose('status', event.currentTarget.value)}
        data={[
          all,
          { value: 'active', label: t('accounts.active') },
          { value: 'disabled', label: t('accounts.disabled') },
        ]}
      />
      <NativeSelect
        label={t('accounts.role')}
        value={filter.role ?? ''}
        onChange={(event) => choose('role', event.currentTarget.value)}
        data={[all, ...roles.map((role) => ({ value: role, label: t(`role.${role}`) }))]}
      />
    </search>
  )
}
