-- Addresses that a sub-team or team had before: after a rename or a deletion, its old slug stays its own for 90 days. Old links,
-- API paths and events that name it still reach it, and no other can take them over.
CREATE TABLE "former_slug" (
    "org_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "of_id" UUID NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "former_slug_pkey" PRIMARY KEY ("org_id","kind","slug")
);

-- Nothing but the organization takes these rows along: a deleted sub-team's are what keeps its slug from being taken over.
ALTER TABLE "org" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "former_slug" ADD CONSTRAINT "former_slug_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "org"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "org" FORCE ROW LEVEL SECURITY;
ALTER TABLE former_slug ADD CONSTRAINT former_slug_kind CHECK (kind IN ('sub_team', 'team'));

SELECT isolate('former_slug');
-- They come and go by the trigger below: the app only reads them.
REVOKE INSERT, UPDATE, DELETE ON former_slug FROM rowhouse_app;
GRANT SELECT, INSERT, DELETE ON former_slug TO rowhouse_gate;

-- Holds what a sub-team or team was called for 90 days, and refuses a slug that is held for another. It runs after the row was
-- written, so whoever waited for a rename on the unique key sees what that rename holds.
CREATE FUNCTION hold_slug() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP <> 'DELETE' THEN
    DELETE FROM former_slug f WHERE f.org_id = NEW.org_id
      AND (f.until <= now() OR (f.kind = TG_TABLE_NAME AND f.slug = NEW.slug AND f.of_id = NEW.id));
    PERFORM 1 FROM former_slug f WHERE f.org_id = NEW.org_id AND f.kind = TG_TABLE_NAME AND f.slug = NEW.slug;
    IF FOUND THEN
      RAISE EXCEPTION 'the slug is held for another %', TG_TABLE_NAME USING ERRCODE = '23505', CONSTRAINT = 'former_slug_held';
    END IF;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    -- When the organization itself goes, so does everything that was held for it.
    INSERT INTO former_slug (org_id, kind, slug, of_id, until)
      SELECT o.id, TG_TABLE_NAME, OLD.slug, OLD.id, now() + interval '90 days' FROM org o WHERE o.id = OLD.org_id
      ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION hold_slug() FROM PUBLIC;

CREATE TRIGGER hold_slug AFTER INSERT OR DELETE ON sub_team FOR EACH ROW EXECUTE FUNCTION hold_slug();
CREATE TRIGGER hold_slug_renamed AFTER UPDATE OF slug ON sub_team FOR EACH ROW
  WHEN (OLD.slug IS DISTINCT FROM NEW.slug) EXECUTE FUNCTION hold_slug();
CREATE TRIGGER hold_slug AFTER INSERT OR DELETE ON team FOR EACH ROW EXECUTE FUNCTION hold_slug();
CREATE TRIGGER hold_slug_renamed AFTER UPDATE OF slug ON team FOR EACH ROW
  WHEN (OLD.slug IS DISTINCT FROM NEW.slug) EXECUTE FUNCTION hold_slug();

-- Entering a workspace by a former slug of its sub-team enters that sub-team, and tells the slug that it has now.
GRANT CREATE ON SCHEMA public TO rowhouse_gate;
ALTER FUNCTION hold_slug() OWNER TO rowhouse_gate;
SET LOCAL ROLE rowhouse_gate;
DO $$
DECLARE
  f record; was text;
  named text := 't.slug = p_workspace';
BEGIN
  FOR f IN SELECT * FROM (VALUES ('enter_workspace(text,uuid,uuid,uuid,text[],text)'::regprocedure, 'home.org_id'),
    ('enter_org_by_token(text,uuid,uuid,bytea,text,text[],text,text)', 'found_org')) f (name, org)
  LOOP
    was := pg_get_functiondef(f.name);
    IF position(named IN was) = 0 THEN RAISE EXCEPTION '% looks for no slug', f.name; END IF;
    EXECUTE replace(was, named, format('t.id = coalesce((SELECT n.id FROM sub_team n WHERE n.org_id = %1$s AND n.slug = p_workspace),
        (SELECT h.of_id FROM former_slug h WHERE h.org_id = %1$s AND h.kind = ''sub_team'' AND h.slug = p_workspace AND h.until > now()))', f.org));
  END LOOP;
END $$;
SET LOCAL ROLE rowhouse_owner;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;
