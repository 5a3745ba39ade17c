-- THE RULE. A refusal never lives in a row that goes with something else. An organization that blocks a member's token
-- keeps the block when the member leaves, so it still holds when they come back. It goes with the organization alone.
CREATE TABLE "token_block" (
    "org_id" UUID NOT NULL,
    "token_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "tail" TEXT NOT NULL,
    "blocked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "blocked_by" TEXT NOT NULL,

    CONSTRAINT "token_block_pkey" PRIMARY KEY ("org_id","token_id")
);
CREATE INDEX "token_block_org_id_user_id_idx" ON "token_block"("org_id", "user_id");
ALTER TABLE token_block ADD CONSTRAINT token_block_shape CHECK (length(tail) = 4);

-- The walls also bind the role that migrates, while it copies rows and checks the new key.
ALTER TABLE org NO FORCE ROW LEVEL SECURITY;
ALTER TABLE user_token_use NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "token_block" ADD CONSTRAINT "token_block_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;
INSERT INTO token_block (org_id, token_id, user_id, tail, blocked_at, blocked_by)
  SELECT u.org_id, u.token_id, u.user_id, u.tail, u.blocked_at, u.blocked_by FROM user_token_use u WHERE u.blocked_at IS NOT NULL;
ALTER TABLE user_token_use FORCE ROW LEVEL SECURITY;
ALTER TABLE org FORCE ROW LEVEL SECURITY;

SELECT isolate('token_block');
GRANT SELECT (org_id, token_id) ON token_block TO rowhouse_gate;

-- enter_org_by_token asks the new table. The rest of the function stays as it is.
GRANT CREATE ON SCHEMA public TO rowhouse_gate;
SET LOCAL ROLE rowhouse_gate;
DO $$
DECLARE
  was text := pg_get_functiondef('enter_org_by_token(text,uuid,uuid,bytea,text,text[],text,text)'::regprocedure);
  step record;
BEGIN
  FOR step IN SELECT * FROM (VALUES
    ('blocked timestamptz; used_here', 'used_here'),
    ('SELECT s.blocked_at, s.last_used_at INTO blocked, used_here FROM', 'SELECT s.last_used_at INTO used_here FROM'),
    ('IF blocked IS NOT NULL THEN RAISE EXCEPTION ''blocked here'' USING ERRCODE = ''RH403''; END IF;',
     'PERFORM 1 FROM token_block b WHERE b.org_id = found_org AND b.token_id = enter_org_by_token.token_id;
    IF FOUND THEN RAISE EXCEPTION ''blocked here'' USING ERRCODE = ''RH403''; END IF;')
  ) s (old, new) LOOP
    IF position(step.old IN was) = 0 THEN RAISE EXCEPTION 'enter_org_by_token does not say: %', step.old; END IF;
    was := replace(was, step.old, step.new);
  END LOOP;
  EXECUTE was;
END $$;
SET LOCAL ROLE rowhouse_owner;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;

ALTER TABLE user_token_use DROP COLUMN blocked_at, DROP COLUMN blocked_by;
