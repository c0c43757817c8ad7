package no.altinncamel.broker.client;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executor;

import no.altinncamel.broker.client.auth.BearerToken;
import no.altinncamel.broker.client.auth.Identity;
import no.altinncamel.broker.client.auth.TokenException;
import no.altinncamel.broker.client.auth.TokenProvider;
import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Bandwidth;
import no.altinncamel.broker.client.http.HttpAnswer;
import no.altinncamel.broker.client.http.HttpTransport;
import no.altinncamel.broker.client.http.RateBudget;
import no.altinncamel.broker.client.http.RateParty;
import no.altinncamel.broker.client.http.RetryPolicy;

/**
 * The Broker, as one identity sees it (altinn-broker 3 to 6). Safe for use by many threads.
 * <p>
 * Every operation waits for its turn in the rate budget and is tried again, as the retry policy has it, where that cannot do
 * harm. What fails in the end throws an {@link AltinnClientException}, or a {@link TokenException} where no token could be had.
 */
public final class BrokerClient {

    private final Builder parts;
    private final BrokerCalls calls;
    private final Uploads uploads;
    private volatile String organization;

    private BrokerClient(Builder parts, Identity identity, Uploads uploads) {
        this.parts = parts;
        this.calls = new BrokerCalls(parts, identity);
        this.uploads = uploads;
    }

    /** @param platform base URL, such as {@code https://platform.tt02.altinn.no} */
    public static Builder builder(URI platform, HttpTransport transport, TokenProvider tokens, Identity identity) {
        return new Builder(platform, transport, tokens, identity);
    }

    /** The same client as somebody else. Cheap: everything but the identity is shared. */
    public BrokerClient withIdentity(Identity other) {
        return new BrokerClient(parts, Objects.requireNonNull(other, "identity"), uploads);
    }

    /** The same client with another limit for how long a call may wait for its turn in the rate budget. */
    public BrokerClient withRateLimitWait(Duration longest) {
        return new BrokerClient(parts.copy().rateLimitWait(longest), identity(), uploads);
    }

    /** The same client as a party of its own in the rate budget. */
    public BrokerClient withRateParty(RateParty party) {
        return new BrokerClient(parts.copy().rateParty(party), identity(), uploads);
    }

    /** Ends all waits of this client's party for a turn in the rate budget, and fails its calls until {@link #startTurns()}. */
    public void stopTurns() {
        parts.rateBudget.stop(parts.rateParty);
    }

    /** Undoes {@link #stopTurns()}. */
    public void startTurns() {
        parts.rateBudget.start(parts.rateParty);
    }

    public Identity identity() {
        return calls.identity();
    }

    /**
     * Announces a file. Each call makes a transfer of its own; it is therefore not repeated once it may have had its effect,
     * and then fails with {@link AltinnClientException#outcomeUnknown()}.
     *
     * @throws InvalidTransferException before anything is sent, if the Broker would refuse it
     */
    public UUID initialize(Initialization initialization) {
        BrokerCall call = BrokerCall.of(BrokerOperation.INITIALIZE, calls.collection(""));
        byte[] json = TransferJson.write(initialization.validate());
        return calls.perform(
                call,
                JsonRequest.post(call.uri(), json),
                answer -> TransferJson.id(answer.bytes(HttpAnswer.LONGEST_ANSWER)));
    }

    /**
     * Sends the file of an initialized transfer. Returns when the Broker has it; it may still be scanned before it is published.
     * Repeats only what can be read again, and only while the transfer takes an upload.
     *
     * @throws UploadFailedException saying what state the transfer is in
     */
    public void upload(UUID transferId, UploadSource source) {
        upload(transferId, source, UploadOptions.STREAM);
    }

    /**
     * As {@link #upload(UUID, UploadSource)}, by TUS if the options say so. That sends again only what has not arrived, but needs a
     * transfer to which no upload was begun yet: with {@link UploadMode#auto} any other is uploaded to as a stream. After a
     * failed upload by TUS the transfer is not {@linkplain UploadFailedException#reusable() reusable}.
     *
     * @throws IllegalArgumentException if the length of the source is needed but not known
     */
    public void upload(UUID transferId, UploadSource source, UploadOptions options) {
        upload(transferId, source, options, UploadControl.none());
    }

    /**
     * As {@link #upload(UUID, UploadSource, UploadOptions)}, with a hold on it: an upload by TUS that is remembered goes on where
     * the Broker stands, and can be ended. The memory is not told of success, which the caller may understand in a wider sense.
     */
    public void upload(UUID transferId, UploadSource source, UploadOptions options, UploadControl control) {
        uploads.upload(calls, transferId, source, options, control);
    }

    /**
     * Opens what is remembered of the upload of a file that is to be sent.
     *
     * @param  reference by which the file is offered again; {@code null} if the one of the transfer stands for this attempt only
     * @param  md5       of the source, in hexadecimal; {@code null} if it is not known
     * @return           {@code null} if it cannot be remembered: the source cannot be read twice, nothing tells one version of it from
     *             another, the same file is being uploaded already, or the store fails
     */
    public UploadMemory remember(
            UploadStore store, Initialization initialization, String reference, UploadSource source, String md5) {
        String key = UploadMemory.key(
                calls.platform(""),
                identity().clientId(),
                initialization.resourceId(),
                initialization.sender(),
                initialization.recipients(),
                reference,
                initialization.fileName());
        return remember(store, key, source, md5);
    }

    /** As {@link #remember(UploadStore, Initialization, String, UploadSource, String)}, for a transfer that is there already. */
    public UploadMemory remember(UploadStore store, UUID transferId, UploadSource source, String md5) {
        return remember(store, transferId.toString(), source, md5);
    }

    private UploadMemory remember(UploadStore store, String key, UploadSource source, String md5) {
        FileVersion version = new FileVersion(source.length(), md5, source.modified());
        return source.repeatable() && version.isTelling() ? uploads.remember(store, key, version) : null;
    }

    /**
     * Takes back what an upload by TUS has left of which nothing is remembered, so that it cannot be completed behind our back.
     *
     * @return                       whether the file has arrived instead
     * @throws UploadFailedException if it may still do so
     */
    public boolean arrivedUnlessRemoved(UUID transferId) {
        return uploads.arrivedUnlessRemoved(calls, transferId);
    }

    /** Removes what a remembered upload has left at the Broker, and forgets it. */
    public void terminate(UploadMemory memory) {
        uploads.terminate(calls, memory);
    }

    /** Where it is that we go to. */
    public URI platform() {
        return calls.platform("");
    }

    public FileTransfer overview(UUID transferId) {
        BrokerCall call = BrokerCall.of(BrokerOperation.OVERVIEW, transferId, calls.transfer(transferId, ""));
        return calls.perform(
                call,
                JsonRequest.get(call.uri()),
                answer -> TransferJson.overview(transferId, answer.bytes(HttpAnswer.LONGEST_ANSWER)));
    }

    /** The overview with the transfer's past. The Broker allows few of these calls: do not poll with it. */
    public FileTransferDetails details(UUID transferId) {
        BrokerCall call = BrokerCall.of(BrokerOperation.DETAILS, transferId, calls.transfer(transferId, "/details"));
        return calls.perform(
                call,
                JsonRequest.get(call.uri()),
                answer -> TransferJson.details(transferId, answer.bytes(HttpAnswer.LONGEST_ANSWER)));
    }

    /** At most {@value TransferQuery#MOST_RESULTS} ids; the Broker allows few of these calls. */
    public List<UUID> list(TransferQuery query) {
        BrokerCall call = BrokerCall.of(BrokerOperation.LIST, calls.collection(query.parameters()));
        return calls.perform(
                call, JsonRequest.get(call.uri()), answer -> TransferJson.ids(answer.bytes(HttpAnswer.LONGEST_ANSWER)));
    }

    /**
     * The file, whose checksum is not verified.
     *
     * @param expectedSize bytes as the overview tells them; -1 if not known
     */
    public Download download(UUID transferId, long expectedSize) {
        return download(transferId, expectedSize, null);
    }

    /**
     * The file. Nothing is sent before the first read.
     *
     * @param expectedSize bytes as the overview tells them; -1 if not known
     * @param expectedMd5  in hexadecimal; {@code null} not to verify it
     */
    public Download download(UUID transferId, long expectedSize, String expectedMd5) {
        return download(transferId, expectedSize, expectedMd5, TransferProgress.NONE);
    }

    /**
     * As {@link #download(UUID, long, String)}.
     *
     * @param progress told how the file moves, and that it is over when it was read to its end, has failed or is closed
     */
    public Download download(UUID transferId, long expectedSize, String expectedMd5, TransferProgress progress) {
        return new ResumingDownload(calls, transferId, expectedSize, expectedMd5, parts.digestExecutor, progress);
    }

    /**
     * Downloads the file to disk, in parts at the same time if the target says so, and goes on with what an earlier run has left
     * there. Nothing is sent before it is run.
     *
     * @param size        bytes as the overview tells them
     * @param expectedMd5 in hexadecimal; {@code null} not to verify it
     * @param progress    told how the file moves
     */
    public PartedDownload download(
            UUID transferId, long size, String expectedMd5, DownloadTarget target, TransferProgress progress) {
        return new PartedDownload(calls, transferId, size, expectedMd5, target, parts.partExecutor, progress);
    }

    /**
     * The MD5 of a source that can be read again, as the Broker wants it: 32 lower-case hexadecimal digits.
     *
     * @throws IOException if the source cannot be read
     */
    public String checksum(UploadSource source) throws IOException {
        return Md5.of(source, parts.digestExecutor);
    }

    /** Tells the Broker that the file was received. To confirm what is confirmed already is a success. */
    public void confirm(UUID transferId) {
        confirm(transferId, null);
    }

    /**
     * As {@link #confirm(UUID)}.
     *
     * @param organization our organisation number, where the token does not tell it; {@code null} to take it from the token
     */
    public void confirm(UUID transferId, String organization) {
        new Confirmation(this, calls, transferId, organization).run();
    }

    /**
     * Waits until recipients can download the file, asking after 1 second and then ever more seldom, up to every 10 seconds.
     *
     * @return                      the transfer as it was last seen; a quick recipient may have confirmed it already
     * @throws PublicationException if it will never be published, or is not within the time
     */
    public FileTransfer awaitPublished(UUID transferId, Duration timeout) {
        return new Publication(calls, transferId, timeout).await();
    }

    /** The event subscriptions of the organisation. Altinn Events takes exchanged tokens only (altinn-broker 8.2). */
    public List<EventSubscription> subscriptions() {
        return SubscriptionList.read(calls);
    }

    /**
     * How far this machine's clock is ahead of the platform's, negative if behind; {@code null} if it does not tell its time.
     * Needs no token, so it also says whether the platform can be reached at all.
     */
    public Duration clockAhead() {
        return new PlatformClock(parts.transport, calls.platform(PlatformClock.PATH), parts.clock).ahead();
    }

    /** A token for the identity, as every call gets one. */
    public BearerToken token() {
        return calls.token();
    }

    /**
     * The organisation that the Broker takes us for, nine digits; {@code null} where the token does not say. Gets a token if
     * there is none yet.
     */
    public String organization() {
        String known = organization;
        if (known == null) {
            // it follows from the identity, so it never changes
            known = token().organization();
            organization = known;
        }
        return known;
    }

    /** Collects what a client is made of. */
    public static final class Builder implements Cloneable {

        final URI platform;
        final HttpTransport transport;
        final TokenProvider tokens;
        private final Identity identity;
        Map<String, String> headers = new LinkedHashMap<>();
        RateBudget rateBudget = BrokerOperation.newRateBudget(Duration.ofMinutes(2));
        RateParty rateParty = new RateParty("client");
        Duration rateLimitWait;
        RetryPolicy retryPolicy = RetryPolicy.DEFAULT;
        Bandwidth bandwidth = Bandwidth.unlimited();
        Executor digestExecutor;
        Executor partExecutor;
        Clock clock = Clock.systemUTC();
        Timing timing;

        private Builder(URI platform, HttpTransport transport, TokenProvider tokens, Identity identity) {
            this.platform = Objects.requireNonNull(platform, "platform");
            this.transport = Objects.requireNonNull(transport, "transport");
            this.tokens = Objects.requireNonNull(tokens, "tokens");
            this.identity = Objects.requireNonNull(identity, "identity");
            this.timing = Timing.of(transport);
        }

        /** Shared by all clients that use the same Maskinporten client. Default: one of its own, waiting up to 2 minutes. */
        public Builder rateBudget(RateBudget shared) {
            this.rateBudget = Objects.requireNonNull(shared, "rateBudget");
            return this;
        }

        /** For whom the calls are made. Default: a party of its own. */
        public Builder rateParty(RateParty party) {
            this.rateParty = Objects.requireNonNull(party, "rateParty");
            return this;
        }

        /** How long a call may wait for its turn in the rate budget. Default: what the budget says. */
        public Builder rateLimitWait(Duration longest) {
            this.rateLimitWait = longest;
            return this;
        }

        /** Shared by all clients whose files shall not travel faster together. Default: no cap. */
        public Builder bandwidth(Bandwidth shared) {
            this.bandwidth = Objects.requireNonNull(shared, "bandwidth");
            return this;
        }

        /** Default {@link RetryPolicy#DEFAULT}. */
        public Builder retryPolicy(RetryPolicy policy) {
            this.retryPolicy = Objects.requireNonNull(policy, "retryPolicy");
            return this;
        }

        /** Sent with every call to the Broker, such as a subscription key. */
        public Builder header(String name, String value) {
            headers.put(name, value);
            return this;
        }

        /**
         * Where MD5 sums of downloads are computed, beside the reading. Default {@code null}: in the reading thread, which is
         * slower.
         */
        public Builder digestExecutor(Executor executor) {
            this.digestExecutor = executor;
            return this;
        }

        /** Where the parts of a file travel. Default {@code null}: in the calling thread, one after another. */
        public Builder partExecutor(Executor executor) {
            this.partExecutor = executor;
            return this;
        }

        /** For {@code Retry-After} headers that are dates. Default: the system's. */
        public Builder clock(Clock source) {
            this.clock = Objects.requireNonNull(source, "clock");
            return this;
        }

        Builder timing(Timing source) {
            this.timing = source;
            return this;
        }

        public BrokerClient build() {
            Builder copy = copy();
            copy.headers = Map.copyOf(headers);
            return new BrokerClient(copy, identity, new Uploads(partExecutor, clock));
        }

        private Builder copy() {
            try {
                return (Builder) clone();
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
