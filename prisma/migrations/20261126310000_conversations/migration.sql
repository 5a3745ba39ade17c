CREATE TABLE "conversation" (
    "org_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "relay_id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "contact_id" UUID,
    "status" TEXT NOT NULL DEFAULT 'open',
    "assignee_id" UUID,
    "unread" INTEGER NOT NULL DEFAULT 0,
    "last_text" TEXT NOT NULL DEFAULT '',
    "last_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "conversation_pkey" PRIMARY KEY ("org_id","workspace_id","id")
);

CREATE TABLE "message" (
    "org_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "direction" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "author" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "message_pkey" PRIMARY KEY ("org_id","workspace_id","id")
);

CREATE UNIQUE INDEX "conversation_org_id_workspace_id_relay_id_address_key" ON "conversation"("org_id", "workspace_id", "relay_id", "address");
CREATE INDEX "conversation_org_id_workspace_id_status_last_at_id_idx" ON "conversation"("org_id", "workspace_id", "status", "last_at", "id");
CREATE INDEX "conversation_org_id_workspace_id_name_key_idx" ON "conversation"("org_id", "workspace_id", "name_key");
CREATE INDEX "conversation_org_id_workspace_id_changed_at_idx" ON "conversation"("org_id", "workspace_id", "changed_at");
CREATE INDEX "message_org_id_workspace_id_conversation_id_id_idx" ON "message"("org_id", "workspace_id", "conversation_id", "id");

-- The walls bind the migrator, too, while new keys are checked.
ALTER TABLE "workspace" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "relay_delivery" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "relay_receipt" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_org_id_workspace_id_fkey" FOREIGN KEY ("org_id", "workspace_id") REFERENCES "workspace"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "message" ADD CONSTRAINT "message_org_id_workspace_id_fkey" FOREIGN KEY ("org_id", "workspace_id") REFERENCES "workspace"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "message" ADD CONSTRAINT "message_org_id_workspace_id_conversation_id_fkey" FOREIGN KEY ("org_id", "workspace_id", "conversation_id") REFERENCES "conversation"("org_id", "workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What a relay carries for a workspace goes with it. (It stays a row of the org: relays are, and their logs.)
ALTER TABLE "relay_delivery" ADD COLUMN "carried_for" UUID;
ALTER TABLE "relay_receipt" ADD COLUMN "carried_for" UUID;
ALTER TABLE "relay_delivery" ADD CONSTRAINT "relay_delivery_org_id_carried_for_fkey" FOREIGN KEY ("org_id", "carried_for") REFERENCES "workspace"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "relay_receipt" ADD CONSTRAINT "relay_receipt_org_id_carried_for_fkey" FOREIGN KEY ("org_id", "carried_for") REFERENCES "workspace"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX "relay_delivery_org_id_carried_for_settled_at_idx" ON "relay_delivery"("org_id", "carried_for", "settled_at");
CREATE INDEX "relay_receipt_org_id_carried_for_idx" ON "relay_receipt"("org_id", "carried_for");
ALTER TABLE "workspace" FORCE ROW LEVEL SECURITY;
ALTER TABLE "relay_delivery" FORCE ROW LEVEL SECURITY;
ALTER TABLE "relay_receipt" FORCE ROW LEVEL SECURITY;

ALTER TABLE conversation ADD CONSTRAINT conversation_status CHECK (status IN ('open', 'closed') AND unread >= 0);
ALTER TABLE conversation ADD CONSTRAINT conversation_lengths CHECK (length(address) BETWEEN 1 AND 200 AND length(name) BETWEEN 1 AND 100 AND length(last_text) <= 200);
ALTER TABLE message ADD CONSTRAINT message_direction CHECK (direction IN ('in', 'out'));
ALTER TABLE message ADD CONSTRAINT message_lengths CHECK (length(text) BETWEEN 1 AND 10000);

SELECT isolate_workspace('conversation');
SELECT isolate_workspace('message');
