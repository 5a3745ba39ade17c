-- When whoever sits at this session last proved who they are: by signing in, or by their password after that. What can't
-- be taken back (ownership, deletion) asks for a proof that is fresh; a browser left open has none.
ALTER TABLE "session" ADD COLUMN "proved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
