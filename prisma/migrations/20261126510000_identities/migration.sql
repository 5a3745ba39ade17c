-- A person's account at an OpenID Connect provider. Whose account here it is, is known by issuer and subject alone: an e-mail
-- address that a provider tells of is no proof of anything afterwards.
CREATE TABLE "user_identity" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_identity_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "user_identity_issuer_subject_key" ON "user_identity"("issuer", "subject");

-- CreateIndex
CREATE INDEX "user_identity_user_id_idx" ON "user_identity"("user_id");

-- AddForeignKey. The wall of app_user binds the migrator, too, while the new key is checked.
ALTER TABLE "app_user" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "user_identity" ADD CONSTRAINT "user_identity_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "app_user" FORCE ROW LEVEL SECURITY;

-- OpenID Connect Core, 2: a subject has at most 255 characters.
ALTER TABLE user_identity ADD CONSTRAINT user_identity_lengths CHECK (
  length(issuer) BETWEEN 1 AND 500 AND length(subject) BETWEEN 1 AND 255 AND length(email) <= 320);

SELECT isolate_user('user_identity');

GRANT SELECT (user_id, issuer, subject) ON user_identity TO rowhouse_gate;

-- Whose the provider's account is, before anybody is known. The provider's signed word is the proof.
CREATE FUNCTION identity_lookup(p_issuer text, p_subject text) RETURNS TABLE (user_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT i.user_id FROM user_identity i WHERE i.issuer = p_issuer AND i.subject = p_subject
$$;

REVOKE EXECUTE ON FUNCTION identity_lookup(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity_lookup(text, text) TO rowhouse_app;
GRANT CREATE ON SCHEMA public TO rowhouse_gate;
ALTER FUNCTION identity_lookup(text, text) OWNER TO rowhouse_gate;
REVOKE CREATE ON SCHEMA public FROM rowhouse_gate;
