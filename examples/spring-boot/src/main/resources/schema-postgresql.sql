CREATE TABLE IF NOT EXISTS received_file (
  transfer_id VARCHAR(36)  PRIMARY KEY,
  sender      VARCHAR(20)  NOT NULL,
  reference   VARCHAR(500) NOT NULL,
  file_name   VARCHAR(255) NOT NULL,
  content     BYTEA        NOT NULL,
  received_at TIMESTAMP    NOT NULL DEFAULT CURRENT_TIMESTAMP
);
