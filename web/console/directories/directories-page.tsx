import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { listDirectories } from '../../api/directories.ts'
import { keys } from '../../api/keys.ts'
import card from '../../kit/card.module.css'
import { Empty } from '../../kit/empty.tsx'
import { PageHead } from '../../kit/page-head.tsx'
import { QueryState } from '../../step-up/query-state.tsx'
import { DirectoryCard } from './directory-card.tsx'

/** Where accounts come from besides: looked at, asked, read. */
export function DirectoriesPage() {
  const { t } = useTranslation('console')
  const list = useQuery({ queryKey: keys.directories, queryFn: ({ signal }) => listDirectories(signal) })
  return (
    <>
      <PageHead
        back={<Link to="/accounts">{t('account.back')}</Link>}
        title={t('directories.title')}
        lead={t('directories.lead')}
      />
      <QueryState query={list} height={200} />
      {list.data?.items.length === 0 && (
        <Empty title={t('directories.none')}>{t('directories.noneText')}</Empty>
      )}
      <ul className={card.list}>
        {list.data?.items.map((directory) => (
          <li key={directory.id}>
            <DirectoryCard directory={directory} />
          </li>
        ))}
      </ul>
    </>
  )
}
