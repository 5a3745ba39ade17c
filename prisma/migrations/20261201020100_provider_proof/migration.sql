-- A mailed link confirms the address of a first sign-in by a provider that doesn't run the address's domain.
ALTER TABLE mail_token DROP CONSTRAINT mail_token_purpose;
ALTER TABLE mail_token ADD CONSTRAINT mail_token_purpose
  CHECK (purpose IN ('verify_email', 'reset_password', 'sign_in', 'confirm_identity'));

-- When the person proved who they are, to connect the provider. Signing in with one that was connected without that is no
-- proof itself. The one that an account began with needed none.
ALTER TABLE "user_identity" ADD COLUMN "proved_at" TIMESTAMPTZ(3);
ALTER TABLE user_identity NO FORCE ROW LEVEL SECURITY;
ALTER TABLE app_user NO FORCE ROW LEVEL SECURITY;
UPDATE user_identity i SET proved_at = i.created_at FROM app_user u
  WHERE u.id = i.user_id AND i.created_at < u.created_at + interval '10 seconds';
ALTER TABLE user_identity FORCE ROW LEVEL SECURITY;
ALTER TABLE app_user FORCE ROW LEVEL SECURITY;
