import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle'
import IconCircleCheck from '@tabler/icons-react/icons/IconCircleCheck'
import { useTranslation } from 'react-i18next'
import type { DirectoryReport } from '../../api/directories.ts'
import classes from './directories.module.css'

/** What the servers of a directory said when they were asked. */
export function Report({ report }: { report: DirectoryReport }) {
  const { t } = useTranslation('console')
  const { servers, people, groups, problems } = report
  return (
    <output className={classes.report}>
      <ul>
        {servers.map(({ url, reachable, problem, took }) => (
          <li key={url} data-good={reachable}>
            {reachable ? (
              <IconCircleCheck size={18} aria-hidden />
            ) : (
              <IconAlertTriangle size={18} aria-hidden />
            )}
            <span>
              {reachable
                ? t('directories.reached', { url, took: Math.round(took) })
                : t('directories.notReached', { url, problem: problem ?? '' })}
            </span>
          </li>
        ))}
        {problems.map((problem) => (
          <li key={problem} data-good={false}>
            <IconAlertTriangle size={18} aria-hidden />
            <span>{problem}</span>
          </li>
        ))}
        {people !== undefined && (
          <li data-good>
            <IconCircleCheck size={18} aria-hidden />
            <span>{t('directories.found', { people, groups: groups ?? 0 })}</span>
          </li>
        )}
      </ul>
    </output>
  )
}
