import { type Id, newId } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import { type Statement, type Storage, toStatement } from '../storage/index.ts'
import type { AnnouncementsTable, AuthenticationTables } from './schema.ts'

/** What happened to an account, for its owner to read on our pages, where no message could reach them (R9). */
export interface Announcement {
  readonly id: Id<'announcement'>
  readonly at: number
  readonly title: string
  readonly text: string
}

export type Announcements = ReturnType<typeof openAnnouncements>

const shownFor = 30 * 24 * 3_600_000
const mostShown = 20

/**
 * Each session shows them until it was seen *there*: whoever changed something cannot put it out of sight of the
 * others, nor of the sign-ins to come.
 */
export function openAnnouncements(deps: { readonly storage: Storage; readonly random: Random }) {
  const { storage, random } = deps
  const { clock } = storage
  const table = storage.tables<AuthenticationTables>()
  const insert = storage.statement<Pick<AnnouncementsTable, keyof AnnouncementsTable>, AuthenticationTables>(
    (row, db) =>
      db.insertInto('announcements').values({
        id: row.id,
        account_id: row.account_id,
        title: row.title,
        text: row.text,
        created_at: row.created_at,
        expires_at: row.expires_at,
      }),
    1,
  )
  return {
    add(accountId: Id<'account'>, words: Pick<Announcement, 'title' | 'text'>): Statement {
      const at = clock.now()
      const id = newId<'announcement'>({ clock, random })
      return insert({ id, account_id: accountId, ...words, created_at: at, expires_at: at + shownFor })
    },

    /** The newest first. */
    async unseenIn(session: SessionOf): Promise<readonly Announcement[]> {
      const rows = await table
        .selectFrom('announcements')
        .leftJoin('announcements_seen', (join) =>
          join
            .onRef('announcements_seen.announcement_id', '=', 'announcements.id')
            .on('announcements_seen.session_id', '=', session.id),
        )
        .select(['announcements.id', 'title', 'text', 'created_at'])
        .where('account_id', '=', session.accountId)
        .where('announcements.expires_at', '>', clock.now())
        .where('session_id', 'is', null)
        .orderBy('created_at', 'desc')
        .orderBy('announcements.id', 'desc')
        .limit(mostShown)
        .execute()
      return rows.map(({ id, title, text, created_at }) => {
        return { id: id as Id<'announcement'>, at: Number(created_at), title, text }
      })
    },

    /** Seen in this session; nothing where the announcement is somebody else's, or was seen before. */
    see(session: SessionOf, id: Id<'announcement'>): Statement {
      const own = table
        .selectFrom('announcements')
        .select((row) => ['id', row.val(session.id).as('session_id'), 'expires_at'])
        .where('id', '=', id)
        .where('account_id', '=', session.accountId)
      return toStatement(
        table
          .insertInto('announcements_seen')
          .columns(['announcement_id', 'session_id', 'expires_at'])
          .expression(own)
          .onConflict((conflict) => conflict.doNothing()),
      )
    },

    sweep: (at: number): readonly Statement[] =>
      (['announcements', 'announcements_seen'] as const).map((name) =>
        toStatement(table.deleteFrom(name).where('expires_at', '<=', at)),
      ),
  }
}

interface SessionOf {
  readonly id: Id<'session'>
  readonly accountId: Id<'account'>
}
