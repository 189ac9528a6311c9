import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TokenView } from '../../api/tokens.ts'
import { DataTable } from '../../kit/data-table.tsx'
import { When } from '../../kit/when.tsx'
import { AssignDialog } from './assign-dialog.tsx'
import { ChangeDialog } from './change-dialog.tsx'
import classes from './tokens.module.css'

type Act = 'assign' | 'release' | 'retire'

/** The rows of the pool, with what can be done to each. */
export function TokenTable({ tokens }: { tokens: readonly TokenView[] }) {
  const { t } = useTranslation('console')
  const [open, setOpen] = useState<{ readonly token: TokenView; readonly act: Act }>()
  const close = () => setOpen(undefined)
  return (
    <>
      <DataTable
        caption={t('tokens.title')}
        columns={[t('tokens.serial'), t('tokens.for'), t('tokens.expires'), t('tokens.acts')]}
      >
        {tokens.map((token) => (
          <tr key={token.id}>
            <th scope="row">
              <span className={classes.serial}>{token.handle}</span>
            </th>
            <td data-label={t('tokens.for')}>{token.reservedFor?.name ?? t('tokens.anybody')}</td>
            <td data-label={t('tokens.expires')}>
              {token.expiresAt === undefined ? t('tokens.never') : <When at={token.expiresAt} />}
            </td>
            <td data-label={t('tokens.acts')}>
              <span className={classes.acts}>
                <Button
                  variant="subtle"
                  size="compact-sm"
                  onClick={() => setOpen({ token, act: 'assign' })}
                  aria-label={t('tokens.assignNamed', { serial: token.handle })}
                >
                  {t('tokens.assign')}
                </Button>
                {token.reservedFor !== undefined && (
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    onClick={() => setOpen({ token, act: 'release' })}
                    aria-label={t('tokens.releaseNamed', { serial: token.handle })}
                  >
                    {t('tokens.release')}
                  </Button>
                )}
                <Button
                  variant="subtle"
                  size="compact-sm"
                  color="red"
                  onClick={() => setOpen({ token, act: 'retire' })}
                  aria-label={t('tokens.retireNamed', { serial: token.handle })}
                >
                  {t('tokens.retire')}
                </Button>
              </span>
            </td>
          </tr>
        ))}
      </DataTable>
      {open?.act === 'assign' && <AssignDialog token={open.token} onClose={close} />}
      {(open?.act === 'release' || open?.act === 'retire') && (
        <ChangeDialog token={open.token} act={open.act} onClose={close} />
      )}
    </>
  )
}
