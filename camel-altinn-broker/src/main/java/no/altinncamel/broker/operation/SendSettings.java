package no.altinncamel.broker.operation;

import java.time.Duration;
import java.util.Objects;

import no.altinncamel.broker.client.UploadOptions;
import no.altinncamel.broker.client.UploadStore;

/**
 * How files are sent.
 *
 * @param computeChecksum    whether the MD5 of a repeatable source is computed before initializing
 * @param publicationTimeout how long to wait for publication, or {@code null} not to wait
 * @param upload             how the bytes go up
 * @param store              remembers uploads by TUS; {@code null} if they shall not go on another time
 * @param terminate          whether an upload that fails is removed although it could go on
 * @param once               sees to it that no file is sent twice; {@code null} if nobody does
 */
public record SendSettings(
        boolean computeChecksum,
        Duration publicationTimeout,
        UploadOptions upload,
        UploadStore store,
        boolean terminate,
        SendOnce once) {

    public SendSettings {
        Objects.requireNonNull(upload, "upload");
    }
}
