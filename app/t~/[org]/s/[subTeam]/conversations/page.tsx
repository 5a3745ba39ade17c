import { MessagesSquare } from 'lucide-react';
import { EmptyState } from '@/components/ui/empty-state';
import { may } from '@/lib/access/can';
import { mayWith, standing } from '@/lib/access/compose';
import type { Permission } from '@/lib/access/permissions';
import { requireWorkspaceWith } from '@/lib/admit/page';
import { grantsOn, rolesAround } from '@/lib/data/access-of';
import {
  ASSIGNEES,
  conversationById,
  conversationPage,
  LIST_LINES,
  messagesOf,
  olderThan,
  RELAY_CHOICES,
  readConversationQuery,
  UNREAD_CONVERSATIONS,
} from '@/lib/data/conversations';
import { grantedToMe, strongestOf } from '@/lib/data/granted';
import { NO_ID, toUlid } from '@/lib/ids';
import { orgPaths } from '@/lib/routes';
import { conversationLine, messageLine } from '@/lib/shell/conversation-line';
import { accessLine, aroundLines } from '../../../_access/access-line';
import { workspaceTitle } from '../../../_workspace/workspace-title';
import { ConversationList } from './conversation-list';
import { LiveInbox } from './live-inbox';
import { NewConversation } from './new-conversation';
import { ShareConversation } from './share-conversation';
import { Thread } from './thread';

export const generateMetadata = () => workspaceTitle('Conversations');

type InboxProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The inbox of a workspace: the list, and beside it the conversation that the address names. One round trip. */
export default async function InboxPage({ searchParams }: InboxProps) {
  const ask = readConversationQuery(await searchParams);
  const { query } = ask;
  const target = { kind: 'conversation', id: query.c ?? NO_ID } as const;
  const { actor, rows } = await requireWorkspaceWith('conversation.read', [
    conversationPage(ask),
    conversationById(query.c),
    messagesOf(query.c),
    ASSIGNEES,
    RELAY_CHOICES,
    UNREAD_CONVERSATIONS,
    grantedToMe('conversation', [target.id]),
    grantsOn(target),
    rolesAround(target),
  ]);
  const [found, [opened], messages, assignees, relays, [unread], mine, grants, counts] = rows;
  const { slug, name, archived } = actor.workspace;
  const now = Date.now();
  const choices = relays.map((relay) => ({ id: toUlid(relay.id), name: relay.name, paused: relay.paused }));
  const granted = strongestOf(mine).get(target.id) ?? null;
  const allowed = (permission: Permission) => mayWith(actor, 'conversation', granted, permission);
  const rights = {
    send: allowed('message.send') && !archived,
    assign: allowed('conversation.assign') && !archived,
    close: allowed('conversation.close') && !archived,
  };
  const start =
    may(actor, 'conversation.start') && !archived ? <NewConversation slug={slug} relays={choices} /> : null;
  return (
    <div className="grid h-[calc(100dvh-var(--sticky-top,0px))] min-h-96 grid-cols-[minmax(0,1fr)] md:grid-cols-[20rem_minmax(0,1fr)] shell:h-dvh">
      <LiveInbox slug={slug} />
      <ConversationList
        lines={found.slice(0, LIST_LINES).map(conversationLine)}
        older={olderThan(found, ask.list, actor.orgId)}
        query={query}
        workspace={{ slug, name }}
        unread={unread?.unread ?? 0}
        start={start}
        now={now}
        className={opened ? 'max-md:hidden' : undefined}
      />
      {opened ? (
        <Thread
          key={opened.id}
          line={conversationLine(opened)}
          messages={messages.map(messageLine).reverse()}
          assignees={assignees.map((m) => ({ id: toUlid(m.user_id), name: m.name }))}
          relay={choices.find(({ id }) => id === (opened.relay_id && toUlid(opened.relay_id))) ?? null}
          slug={slug}
          query={query}
          may={rights}
          share={
            allowed('conversation.review') ? (
              <ShareConversation
                conversation={toUlid(opened.id)}
                thing={{ name: opened.name, one: 'conversation' }}
                mine={archived ? 'reviewer' : standing('conversation', actor.role, granted)}
                lines={grants.map(accessLine)}
                around={aroundLines('conversation', counts)}
                whyHref={
                  may(actor, 'access.read')
                    ? orgPaths.access({ on: `conversation.${toUlid(opened.id)}` })
                    : undefined
                }
              />
            ) : null
          }
          archived={archived}
          now={now}
        />
      ) : (
        <div className="grid place-content-center border-l border-line max-md:hidden">
          <EmptyState
            icon={<MessagesSquare />}
            title={query.c ? 'That conversation is not here' : 'No conversation is open'}
          >
            {query.c ? 'It may be of another sub-team.' : 'Choose one at the left, or start one.'}
          </EmptyState>
        </div>
      )}
    </div>
  );
}
