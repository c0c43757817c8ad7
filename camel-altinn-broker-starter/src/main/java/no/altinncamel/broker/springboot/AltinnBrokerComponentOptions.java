package no.altinncamel.broker.springboot;

import java.time.Duration;
import java.util.Map;

import org.apache.camel.spring.boot.ComponentConfigurationPropertiesCommon;

import no.altinncamel.broker.AltinnBrokerOperation;
import no.altinncamel.broker.AltinnEnvironment;
import no.altinncamel.broker.ConfirmPolicy;
import no.altinncamel.broker.client.FileTransferStatus;
import no.altinncamel.broker.client.RecipientStatus;
import no.altinncamel.broker.client.TransferQuery;
import no.altinncamel.broker.client.UploadMode;
import no.altinncamel.broker.client.auth.CertificateChain;

/**
 * The options of one component as properties. A property that is not set leaves the component's own default. A test holds them
 * against the options that the component has.
 */
public class AltinnBrokerComponentOptions extends ComponentConfigurationPropertiesCommon {

    /**
     * The Altinn environment: TT02 (Altinn's test environment with Maskinporten's) or PRODUCTION. Sets
     * platformUrl, maskinportenIssuer and tokenEndpoint. Either this or these must be set; a single one of them
     * may be set to override what the environment says.
     */
    private AltinnEnvironment environment;

    /**
     * The organisation that this endpoint acts for: nine digits, or with the prefix 0192:. The producer uses it as
     * sender when none is given. The consumer finds its own recipient status with it; left out, it is read from
     * the access token, which fails only for opaque tokens. With systemUserOrganization or consumerOrganization it
     * is that customer, whatever stands here.
     */
    private String organization;

    /**
     * Base URL of the Altinn platform, such as https://platform.tt02.altinn.no. http is accepted for loopback
     * addresses only. Default: from environment.
     */
    private String platformUrl;

    /**
     * Whether received bytes are compared with the MD5 that the Broker has for the file. The number of bytes is
     * compared in any case. A file without a checksum at the Broker is taken without this check. Default: true.
     */
    private Boolean verifyChecksum;

    /**
     * Allows for bridging the consumer to the Camel routing Error Handler, which mean any exceptions (if possible)
     * occurred while the Camel consumer is trying to pickup incoming messages, or the likes, will now be processed
     * as a message and handled by the routing Error Handler. Important: This is only possible if the 3rd party
     * component allows Camel to be alerted if an exception was thrown. Some components handle this internally
     * only, and therefore bridgeErrorHandler is not possible. In other situations we may improve the Camel
     * component to hook into the 3rd party component and make this possible for future releases. By default the
     * consumer will use the org.apache.camel.spi.ExceptionHandler to deal with exceptions, that will be logged at
     * WARN or ERROR level and ignored. Default: false.
     */
    private Boolean bridgeErrorHandler;

    /**
     * How many received files are routed at the same time. Each is one exchange; it counts until its exchange is
     * done or handed over to a queue such as seda. With 1 the polling thread routes, with more a pool of the
     * context does. An order is kept only with 1. Default: 1.
     */
    private Integer concurrentTransfers;

    /**
     * When a received file is confirmed to the Broker: onSuccess (the route succeeded, the file was received whole
     * and its checksum is right), manual (the route uses the operation confirm) or never. With manual and never a
     * transfer is delivered once for each start of the route. Default: onSuccess.
     */
    private ConfirmPolicy confirm;

    /**
     * How long before the Broker removes it a file that was met, but is not confirmed, is reported: once, at WARN
     * and as a FileTransferExpiringEvent to the context's event notifiers. In milliseconds or as 24h; 0 for never.
     * Default: 24h.
     */
    private Duration expiryWarning;

    /**
     * How long a file whose route failed waits before it is routed again; twice as long after each further
     * failure, up to failureBackoffMax. In milliseconds or as 1m. Redelivery by the route's error handler comes
     * first and is one attempt. Default: 1m.
     */
    private Duration failureBackoff;

    /**
     * The longest that a file whose route failed waits before it is routed again. In milliseconds or as 1h.
     * Default: 1h.
     */
    private Duration failureBackoffMax;

    /**
     * A folder to which each file is downloaded, and verified, before the route reads it. The body is then a file
     * that file: and ftp: move or read without a copy, and that is deleted when the exchange is done. Only the
     * owner can read it; it is named by the transfer's id. When the process dies, or a download fails, files above
     * 16 MiB go on where they were, at the next start or attempt; others are fetched anew. What nobody goes on
     * with is deleted after 7 days. Needs as much free space as the files that are routed at the same time, and as
     * those that have come in part. Default: the body is a stream, and nothing is stored.
     */
    private String localWorkDirectory;

    /**
     * How often a file is routed without success before it is given up; 0 for no limit. Then poisonEndpoint and
     * poisonPredicate decide; without them it stays at the Broker, unconfirmed, and is not routed again until the
     * application is restarted or told to by JMX. Counted in this process. Default: 10.
     */
    private Integer maxAttempts;

    /**
     * Most files to route in one poll; 0 for all that are due, however many are waiting. Default: 0.
     */
    private Integer maxMessagesPerPoll;

    /**
     * In how many parts at the same time a file is downloaded, each over a connection of its own. If above 1, this
     * times concurrentTransfers has to be below maxConnections. Needs localWorkDirectory. No part is smaller than
     * 16 MiB. Each part is one of the 120 download calls that the Broker allows in a minute. Default: 1.
     */
    private Integer parallelDownloads;

    /**
     * Where a file goes that failed maxAttempts times: an endpoint URI such as file:poison. It gets the body, to
     * be read anew, the headers that the consumer set, and the last failure in the property CamelExceptionCaught.
     * It is sent one-way. When it succeeds, behind seda: when the route there has succeeded, the file is
     * confirmed; when it fails the file is tried again later.
     */
    private String poisonEndpoint;

    /**
     * Decides of a file that failed maxAttempts times, as a Simple predicate over the failed exchange, such as
     * ${exception.message} contains 'schema'. True: it goes to poisonEndpoint, or without one it is confirmed as
     * it is. False: it stays at the Broker. Default: true if there is a poisonEndpoint.
     */
    private String poisonPredicate;

    /**
     * Called when a routed file could not be read to the end, verified or confirmed, or when poisonEndpoint or
     * poisonPredicate failed. The default logs at WARN. A reference to a bean, such as #bean:name.
     */
    private String onCompletionExceptionHandler;

    /**
     * Whether the MD5 of a body that can be read twice is computed before the transfer is initialized, so that the
     * Broker refuses a damaged upload. Costs one reading of the body. Default: true.
     */
    private Boolean computeChecksum;

    /**
     * Whether the Broker shall not scan the file for malware. Production accepts it only for resources that Altinn
     * has approved for it. Default: false.
     */
    private Boolean disableVirusScan;

    /**
     * The file name to give the transfer, 1 to 255 characters. Default: the header CamelFileName.
     */
    private String fileName;

    /**
     * The id of the file transfer for upload, overview, details, download and confirm. The header
     * CamelAltinnBrokerFileTransferId wins.
     */
    private String fileTransferId;

    /**
     * For list: only transfers after this time (ISO 8601 with offset). The time is that of reaching the state when
     * status is set, else that of creation.
     */
    private String from;

    /**
     * Whether the producer should be started lazy (on the first message). By starting lazy you can use this to
     * allow CamelContext and routes to startup in situations where a producer may otherwise fail during starting
     * and cause the route to fail being started. By deferring this startup to be lazy then the startup failure can
     * be handled during routing messages via Camel's routing error handlers. Beware that when the first message is
     * processed then creating and starting the producer may take a little time and prolong the total processing
     * time of the processing. Default: false.
     */
    private Boolean lazyStartProducer;

    /**
     * What the producer does. Default: send.
     */
    private AltinnBrokerOperation operation;

    /**
     * For list: true for the 100 oldest, oldest first; false for the 100 newest, newest first. Default: false.
     */
    private Boolean orderAscending;

    /**
     * How many parts of a file travel at once by TUS, at most maxConnections; the Broker puts them together.
     * Files, byte arrays and texts go in parts, other bodies always as one. Default: 1.
     */
    private Integer parallelUploads;

    /**
     * Entries of the transfer's property list, each as property.name=value; at most 10, names up to 50 and values
     * up to 3000 characters. This is a multi-value option with prefix: property.
     */
    private Map<String, Object> properties;

    /**
     * How long waitForPublication waits, in milliseconds or as 10m. When it is over the exchange fails; the
     * transfer goes on at the Broker. Default: 10m.
     */
    private Duration publicationTimeout;

    /**
     * The receiving organisations, separated by commas: nine digits each, or with the prefix 0192:.
     */
    private String recipients;

    /**
     * For list: only transfers that we receive and that are in this state for us. The Broker then ignores role.
     */
    private RecipientStatus recipientStatus;

    /**
     * For list: only transfers that we send, or only those that we receive.
     */
    private TransferQuery.Role role;

    /**
     * The sending organisation: nine digits, or with the prefix 0192:. Default: the customer of a system user or
     * delegation, else the option organization.
     */
    private String sender;

    /**
     * The sender's own reference for the transfer, 1 to 500 characters. Default: the id of the exchange.
     */
    private String sendersFileTransferReference;

    /**
     * Whether send sees to it that no file is sent twice, whatever crashes: a file is known by its sender,
     * resource, sendersFileTransferReference and MD5. One that was sent is skipped (header
     * CamelAltinnBrokerAlreadySent); one that was begun goes on with its transfer. Needs idempotentRepository,
     * which has to outlive a crash, and a reference that is the same when the file is offered again. A body that
     * can be read only once is copied to a temporary file first. Default: false.
     */
    private Boolean sendOnce;

    /**
     * For list: only transfers in this state.
     */
    private FileTransferStatus status;

    /**
     * Whether an upload by TUS that fails, or whose route is stopped, is removed from the Broker although
     * uploadStoreDirectory or uploadStore would let it go on. Without these it always is. Default: false.
     */
    private Boolean terminateUploads;

    /**
     * For list: only transfers before this time (ISO 8601 with offset).
     */
    private String to;

    /**
     * Bytes of one chunk of TUS, at most 1073741824; 8 to 64 MiB are sensible. 0 chooses it from the size of the
     * file: 8 to 32 MiB, 8 MiB for a body that is held in memory because it can be read only once, and always
     * large enough for the Broker's limit of 50000 chunks. A size that is too small for that limit is raised.
     * Default: 0.
     */
    private Integer tusChunkSize;

    /**
     * With uploadMode=auto: bodies of at least so many bytes go by TUS. Default: 100 MiB.
     */
    private Long tusThreshold;

    /**
     * How the bytes of send and upload travel. stream: in one request; if the line breaks, all of it is sent
     * again. tus: in chunks by the resumable protocol TUS; if the line breaks, at most one chunk of each part is
     * sent again. A body of unknown length is copied to a temporary file first, because TUS announces the length.
     * auto: tus from tusThreshold on; smaller bodies and those of unknown length as stream. Empty files always go
     * as stream. Default: auto.
     */
    private UploadMode uploadMode;

    /**
     * A folder in which it is noted how far uploads by TUS have come, so that they go on after a crash or a
     * failure, when the route offers the same file again: with the same file name, reference (if one was given),
     * sender and recipients, and a file that has not changed (MD5, or size and time of its last change). At most
     * one chunk of each part is sent again. A file that has changed, or that the Broker has forgotten (after 24
     * hours), is sent anew. Needs a body that can be read twice. Made if it is not there; several nodes may share
     * it. Default: an upload that fails is removed from the Broker and starts anew.
     */
    private String uploadStoreDirectory;

    /**
     * Whether send and upload wait until recipients can download the file (the malware scan takes seconds to
     * minutes), and fail if the Broker rejects it. Default: false.
     */
    private Boolean waitForPublication;

    /**
     * With sendOnce: how old a transfer may be for a send that crashed to find it again. In milliseconds or as
     * 168h. An older one is not found, and the file is sent anew. Searched only after a crash: one list call for
     * each 100 transfers. Default: 7 days.
     */
    private Duration sendOnceLookback;

    /**
     * How long an upload by TUS goes on trying while no chunk arrives, because the line or the server is down, in
     * milliseconds or as 10m. Then it fails; with uploadStoreDirectory it goes on when the same file is offered
     * again, up to 24 hours later. Default: 2m.
     */
    private Duration tusRetryTimeout;

    /**
     * A store of your own instead of uploadStoreDirectory, as #bean:name: an implementation of UploadStore. A
     * reference to a bean, such as #bean:name.
     */
    private String uploadStore;

    /**
     * Whether autowiring is enabled. This is used for automatic autowiring options (the option must be marked as
     * autowired) by looking up in the registry to find if there is a single instance of matching type, which then
     * gets configured on the component. This can be used for automatic configuring JDBC data sources, JMS
     * connection factories, AWS Clients, etc. Default: true.
     */
    private Boolean autowiredEnabled;

    /**
     * How long to wait for a connection, in milliseconds or as 5s. Default: 5s.
     */
    private Duration connectTimeout;

    /**
     * A bean that changes the HttpClientBuilder last, as in camel-http. A reference to a bean, such as #bean:name.
     */
    private String httpClientConfigurer;

    /**
     * Most bytes of files per second that all endpoints of this component send and receive together, such as
     * 10000000 for 10 MB/s. 0 for no limit. Files that move at the same time share it evenly. After a pause, a
     * second's worth (at least 64 KiB) goes at full speed. A limit of its own for some endpoints takes a second
     * component. It can be changed by JMX while files move. Default: 0.
     */
    private Long maxBytesPerSecond;

    /**
     * How many times a call that can be repeated is tried when the network or the server fails; 1 is no
     * repetition. Default: 3.
     */
    private Integer maxCallAttempts;

    /**
     * Most connections that are open at once to one host. Default: 20.
     */
    private Integer maxConnections;

    /**
     * The part of the Broker's rate limits that this application may use, more than 0 and at most 1. The limits
     * are for each Maskinporten client, so two nodes with the same client take 0.5 each. Of several endpoints with
     * the same client in one context the smallest value counts for all. Each operation keeps at least one call a
     * minute. Default: 1.0.
     */
    private Double rateLimitShare;

    /**
     * How long a call may wait for its turn under the Broker's rate limits, in milliseconds or as 2m. The limits
     * are shared by all endpoints of the context that use the same Maskinporten client. Default: 2m.
     */
    private Duration rateLimitTimeout;

    /**
     * How long the server may stay silent before a call is given up, in milliseconds or as 30s. It bounds the
     * pause between two packets, not a whole upload or download. Default: 30s.
     */
    private Duration responseTimeout;

    /**
     * How long the attempts of one call may take together, waiting included, in milliseconds or as 30s. A Retry-
     * After beyond it fails at once. Default: 30s.
     */
    private Duration retryTimeout;

    /**
     * After this time at most, others take over files that a dead node had claimed; after half of it at the
     * earliest. In milliseconds or as 5m; at least 1 second. Claims of a living node are renewed, however long its
     * routes take. Default: 5m.
     */
    private Duration claimTimeout;

    /**
     * A repository that all nodes share. Consumers claim files in it and record which were routed, so that each
     * file is routed by one node only, and not again after a crash between the end of the route and its
     * confirmation. Producers with sendOnce do the same with what they send. Its add must be atomic and seen by
     * all nodes at once, as with a database (JdbcMessageIdRepository) or Infinispan. The clocks of the nodes may
     * differ by a quarter of claimTimeout. Keys are the organisation, or else the client id, and the transfer id,
     * with up to 90 characters. A reference to a bean, such as #bean:name.
     */
    private String idempotentRepository;

    /**
     * Which files are wanted, as a Simple predicate over the headers that the consumer sets, such as
     * ${header.CamelAltinnBrokerFileTransfer.propertiestype} == 'invoice', or ${bean:myFilter}. Asked before
     * anything is downloaded. Files that are not wanted are neither downloaded nor confirmed and are asked about
     * again at later polls. A filter that fails counts as a failed attempt.
     */
    private String filter;

    /**
     * Only files whose sendersFileTransferReference matches this regular expression as a whole. Each other file
     * costs one overview call once.
     */
    private String filterReference;

    /**
     * Only files of these senders: organisation numbers of nine digits, or with the prefix 0192:, separated by
     * commas. The Broker cannot search for senders, so each other file costs one overview call once.
     */
    private String filterSenders;

    /**
     * Used for enabling or disabling all consumer based health checks from this component. Default: true.
     */
    private Boolean healthCheckConsumerEnabled;

    /**
     * Used for enabling or disabling all producer based health checks from this component. Notice: Camel has by
     * default disabled all producer based health-checks. You can turn on producer checks globally by setting
     * camel.health.producersEnabled=true. Default: true.
     */
    private Boolean healthCheckProducerEnabled;

    /**
     * A poll that has been asking the Broker for so long without an end, or that should have been started so long
     * ago, turns the consumer's health check DOWN. Time that routes take does not count. In milliseconds or as 5m.
     * Default: 5m.
     */
    private Duration healthPollTimeout;

    /**
     * How often a FileTransferProgressEvent tells the context's event notifiers how far a file has come, up or
     * down. In milliseconds or as 10s; ten times a second at most. Files that take less time are not told of.
     * Longer ones are told of once more when they are complete or broken off, and every 30 seconds in the log, at
     * INFO. 0 for neither. Default: 10000.
     */
    private Duration progressInterval;

    /**
     * Host of the HTTP proxy. Default: the context's global option http.proxyHost.
     */
    private String proxyHost;

    /**
     * Password for the proxy.
     */
    private String proxyPassword;

    /**
     * Port of the HTTP proxy. Default: the context's global option http.proxyPort.
     */
    private Integer proxyPort;

    /**
     * How to talk to the proxy: http or https. Default: http.
     */
    private String proxyScheme;

    /**
     * User name for the proxy.
     */
    private String proxyUsername;

    /**
     * What is sent of an enterprise certificate's chain: full (all that the key store has, without the root) or
     * leaf (the organisation's certificate alone). Default: full.
     */
    private CertificateChain certificateChain;

    /**
     * Client id of the Maskinporten client.
     */
    private String clientId;

    /**
     * The customer that has delegated its scopes to us in Altinn (API delegation): nine digits, or with the prefix
     * 0192:. Tokens are then the customer's, as with systemUserOrganization, which it excludes. The producer's
     * header CamelAltinnBrokerConsumerOrganization wins. Without a delegation the call fails with Maskinporten's
     * MP-251.
     */
    private String consumerOrganization;

    /**
     * Whether each exchange must name its customer, by the header CamelAltinnBrokerSystemUserOrganization or
     * CamelAltinnBrokerConsumerOrganization; one that does not fails before any call. For suppliers that never act
     * for themselves. The health check then does not expect the supplier's own organisation to have access.
     * Default: false.
     */
    private Boolean customerRequired;

    /**
     * Whether Maskinporten's token is exchanged for an Altinn token, as Altinn's documentation asks. Off, the
     * Broker gets Maskinporten's token, which lives for about two minutes. Default: true.
     */
    private Boolean exchange;

    /**
     * The kid of the fallback key. Default: the kid inside the JWK. Needed with PEM.
     */
    private String fallbackKeyId;

    /**
     * Where a second registered key is, in any form that privateKeyResource takes. It is tried when Maskinporten
     * does not know or accept the first one (unknown kid, MP-121, MP-124), and used as long as it works; a warning
     * in the log says which key works. For the time of a rotation.
     */
    private String fallbackPrivateKeyResource;

    /**
     * The key store's entry with the key; of an enterprise certificate's keys the one for authentication or
     * signing. Needed if the key store has more than one key.
     */
    private String keyAlias;

    /**
     * The kid under which the key is registered. Default: the kid inside the JWK. Needed with PEM. With a JWK set
     * it chooses the key. With keyStoreParameters it says that the key is a registered one; left out there, the
     * client authenticates with the enterprise certificate.
     */
    private String keyId;

    /**
     * The password of the key within the key store. Default: the password of the key store.
     */
    private String keyPassword;

    /**
     * The key store (PKCS#12, JKS) that holds the key, an alternative to privateKey. With keyId the key is a
     * registered one; without, its enterprise certificate authenticates a client that has no registered keys. The
     * certificate must be in force at the start and belong to the key; from 30 days before its expiry there is a
     * warning in the log each day. A changed file (resource with file:) is taken into use as with
     * privateKeyResource. A reference to a bean, such as #bean:name.
     */
    private String keyStoreParameters;

    /**
     * Maskinporten's issuer, byte for byte (it ends with a slash). Default: from environment.
     */
    private String maskinportenIssuer;

    /**
     * The private key registered on the Maskinporten client: a JWK or JWK set (JSON, or base64 of it) or a PEM
     * (PKCS#8, encrypted PKCS#8 or PKCS#1); RSA, at least 2048 bits. Of a set, keyId chooses one; without keyId
     * the first one is preferred and the others are tried when Maskinporten refuses it. Set it on the component,
     * not in URIs, best from a property function (env, secret, vault).
     */
    private String privateKey;

    /**
     * The password of an encrypted PKCS#8 PEM (PBES2, as openssl pkcs8 -topk8 writes it), ASCII characters only.
     * It serves the fallback key too.
     */
    private String privateKeyPassword;

    /**
     * Where the private key is: file:, classpath: or another Camel resource holding what privateKey may hold. An
     * alternative to privateKey. A changed file (file: only) is taken into use without a restart: it is looked at
     * when a token is fetched, at most every 5 seconds, and at once when Maskinporten refuses the key. While the
     * new file cannot be used, the old key goes on, with a warning in the log.
     */
    private String privateKeyResource;

    /**
     * Scopes to ask for, separated by spaces or commas. Default: altinn:broker.write for a producer that sends,
     * altinn:broker.read for a consumer, download and confirm.
     */
    private String scopes;

    /**
     * A bean with the key, as no.altinncamel.broker.client.auth.SigningKey; its method of makes one from a
     * java.security.PrivateKey, such as that of a hardware module. An alternative to privateKey,
     * privateKeyResource and keyStoreParameters. keyId is not used with it. A reference to a bean, such as
     * #bean:name.
     */
    private String signingKey;

    /**
     * TLS settings for all connections. Default: the component's, else the context's global ones if
     * useGlobalSslContextParameters is on. A reference to a bean, such as #bean:name.
     */
    private String sslContextParameters;

    /**
     * Value of the header Ocp-Apim-Subscription-Key. Altinn asked for it until 2025; left out, the header is not
     * sent.
     */
    private String subscriptionSecret;

    /**
     * The external reference that the system user was created with, in the same letter case. Must be set exactly
     * if there is one; needs systemUserOrganization. It belongs to that customer: when the header
     * CamelAltinnBrokerSystemUserOrganization is set, only the header CamelAltinnBrokerSystemUserExternalRef
     * counts.
     */
    private String systemUserExternalRef;

    /**
     * The customer whose system user this endpoint acts as: nine digits, or with the prefix 0192:. Tokens are then
     * the customer's: it is the sender unless sender says otherwise, and the recipient whose files the consumer
     * receives. Excludes consumerOrganization. The producer's header CamelAltinnBrokerSystemUserOrganization wins.
     * Without an approved system user the call fails with Maskinporten's MP-303.
     */
    private String systemUserOrganization;

    /**
     * Maskinporten's token endpoint. Default: maskinportenIssuer followed by token.
     */
    private String tokenEndpoint;

    /**
     * Whether the context's global SSLContextParameters are used when neither endpoint nor component has its own.
     * Default: false.
     */
    private Boolean useGlobalSslContextParameters;

    /**
     * Whether the exchange is asked with test=true: a service owner's test token (Digdir only) then stands for the
     * test organisation ttd. Needs exchange. Of no use to senders and recipients. Default: false.
     */
    private Boolean exchangeTest;

    /**
     * APIs that the token is restricted to (Maskinporten's resource, the token's audience), separated by commas.
     * The Broker needs none. Default: no restriction.
     */
    private String maskinportenResource;

    /**
     * A bean that supplies access tokens instead of the built-in Maskinporten client, for example from a sidecar.
     * clientId and key are not needed then. A reference to a bean, such as #bean:name.
     */
    private String tokenProvider;

    /**
     * Order of the files that are looked at together (up to 100): Simple expressions over the headers that the
     * consumer sets, separated by semicolons, each with reverse: or ignoreCase: in front if wanted, such as
     * reverse:${header.CamelFileLength};${header.CamelFileName}. Default: in the order of publication, interrupted
     * files first.
     */
    private String sortBy;

    public AltinnEnvironment getEnvironment() {
        return environment;
    }

    public void setEnvironment(AltinnEnvironment environment) {
        this.environment = environment;
    }

    public String getOrganization() {
        return organization;
    }

    public void setOrganization(String organization) {
        this.organization = organization;
    }

    public String getPlatformUrl() {
        return platformUrl;
    }

    public void setPlatformUrl(String platformUrl) {
        this.platformUrl = platformUrl;
    }

    public Boolean getVerifyChecksum() {
        return verifyChecksum;
    }

    public void setVerifyChecksum(Boolean verifyChecksum) {
        this.verifyChecksum = verifyChecksum;
    }

    public Boolean getBridgeErrorHandler() {
        return bridgeErrorHandler;
    }

    public void setBridgeErrorHandler(Boolean bridgeErrorHandler) {
        this.bridgeErrorHandler = bridgeErrorHandler;
    }

    public Integer getConcurrentTransfers() {
        return concurrentTransfers;
    }

    public void setConcurrentTransfers(Integer concurrentTransfers) {
        this.concurrentTransfers = concurrentTransfers;
    }

    public ConfirmPolicy getConfirm() {
        return confirm;
    }

    public void setConfirm(ConfirmPolicy confirm) {
        this.confirm = confirm;
    }

    public Duration getExpiryWarning() {
        return expiryWarning;
    }

    public void setExpiryWarning(Duration expiryWarning) {
        this.expiryWarning = expiryWarning;
    }

    public Duration getFailureBackoff() {
        return failureBackoff;
    }

    public void setFailureBackoff(Duration failureBackoff) {
        this.failureBackoff = failureBackoff;
    }

    public Duration getFailureBackoffMax() {
        return failureBackoffMax;
    }

    public void setFailureBackoffMax(Duration failureBackoffMax) {
        this.failureBackoffMax = failureBackoffMax;
    }

    public String getLocalWorkDirectory() {
        return localWorkDirectory;
    }

    public void setLocalWorkDirectory(String localWorkDirectory) {
        this.localWorkDirectory = localWorkDirectory;
    }

    public Integer getMaxAttempts() {
        return maxAttempts;
    }

    public void setMaxAttempts(Integer maxAttempts) {
        this.maxAttempts = maxAttempts;
    }

    public Integer getMaxMessagesPerPoll() {
        return maxMessagesPerPoll;
    }

    public void setMaxMessagesPerPoll(Integer maxMessagesPerPoll) {
        this.maxMessagesPerPoll = maxMessagesPerPoll;
    }

    public Integer getParallelDownloads() {
        return parallelDownloads;
    }

    public void setParallelDownloads(Integer parallelDownloads) {
        this.parallelDownloads = parallelDownloads;
    }

    public String getPoisonEndpoint() {
        return poisonEndpoint;
    }

    public void setPoisonEndpoint(String poisonEndpoint) {
        this.poisonEndpoint = poisonEndpoint;
    }

    public String getPoisonPredicate() {
        return poisonPredicate;
    }

    public void setPoisonPredicate(String poisonPredicate) {
        this.poisonPredicate = poisonPredicate;
    }

    public String getOnCompletionExceptionHandler() {
        return onCompletionExceptionHandler;
    }

    public void setOnCompletionExceptionHandler(String onCompletionExceptionHandler) {
        this.onCompletionExceptionHandler = onCompletionExceptionHandler;
    }

    public Boolean getComputeChecksum() {
        return computeChecksum;
    }

    public void setComputeChecksum(Boolean computeChecksum) {
        this.computeChecksum = computeChecksum;
    }

    public Boolean getDisableVirusScan() {
        return disableVirusScan;
    }

    public void setDisableVirusScan(Boolean disableVirusScan) {
        this.disableVirusScan = disableVirusScan;
    }

    public String getFileName() {
        return fileName;
    }

    public void setFileName(String fileName) {
        this.fileName = fileName;
    }

    public String getFileTransferId() {
        return fileTransferId;
    }

    public void setFileTransferId(String fileTransferId) {
        this.fileTransferId = fileTransferId;
    }

    public String getFrom() {
        return from;
    }

    public void setFrom(String from) {
        this.from = from;
    }

    public Boolean getLazyStartProducer() {
        return lazyStartProducer;
    }

    public void setLazyStartProducer(Boolean lazyStartProducer) {
        this.lazyStartProducer = lazyStartProducer;
    }

    public AltinnBrokerOperation getOperation() {
        return operation;
    }

    public void setOperation(AltinnBrokerOperation operation) {
        this.operation = operation;
    }

    public Boolean getOrderAscending() {
        return orderAscending;
    }

    public void setOrderAscending(Boolean orderAscending) {
        this.orderAscending = orderAscending;
    }

    public Integer getParallelUploads() {
        return parallelUploads;
    }

    public void setParallelUploads(Integer parallelUploads) {
        this.parallelUploads = parallelUploads;
    }

    public Map<String, Object> getProperties() {
        return properties;
    }

    public void setProperties(Map<String, Object> properties) {
        this.properties = properties;
    }

    public Duration getPublicationTimeout() {
        return publicationTimeout;
    }

    public void setPublicationTimeout(Duration publicationTimeout) {
        this.publicationTimeout = publicationTimeout;
    }

    public String getRecipients() {
        return recipients;
    }

    public void setRecipients(String recipients) {
        this.recipients = recipients;
    }

    public RecipientStatus getRecipientStatus() {
        return recipientStatus;
    }

    public void setRecipientStatus(RecipientStatus recipientStatus) {
        this.recipientStatus = recipientStatus;
    }

    public TransferQuery.Role getRole() {
        return role;
    }

    public void setRole(TransferQuery.Role role) {
        this.role = role;
    }

    public String getSender() {
        return sender;
    }

    public void setSender(String sender) {
        this.sender = sender;
    }

    public String getSendersFileTransferReference() {
        return sendersFileTransferReference;
    }

    public void setSendersFileTransferReference(String sendersFileTransferReference) {
        this.sendersFileTransferReference = sendersFileTransferReference;
    }

    public Boolean getSendOnce() {
        return sendOnce;
    }

    public void setSendOnce(Boolean sendOnce) {
        this.sendOnce = sendOnce;
    }

    public FileTransferStatus getStatus() {
        return status;
    }

    public void setStatus(FileTransferStatus status) {
        this.status = status;
    }

    public Boolean getTerminateUploads() {
        return terminateUploads;
    }

    public void setTerminateUploads(Boolean terminateUploads) {
        this.terminateUploads = terminateUploads;
    }

    public String getTo() {
        return to;
    }

    public void setTo(String to) {
        this.to = to;
    }

    public Integer getTusChunkSize() {
        return tusChunkSize;
    }

    public void setTusChunkSize(Integer tusChunkSize) {
        this.tusChunkSize = tusChunkSize;
    }

    public Long getTusThreshold() {
        return tusThreshold;
    }

    public void setTusThreshold(Long tusThreshold) {
        this.tusThreshold = tusThreshold;
    }

    public UploadMode getUploadMode() {
        return uploadMode;
    }

    public void setUploadMode(UploadMode uploadMode) {
        this.uploadMode = uploadMode;
    }

    public String getUploadStoreDirectory() {
        return uploadStoreDirectory;
    }

    public void setUploadStoreDirectory(String uploadStoreDirectory) {
        this.uploadStoreDirectory = uploadStoreDirectory;
    }

    public Boolean getWaitForPublication() {
        return waitForPublication;
    }

    public void setWaitForPublication(Boolean waitForPublication) {
        this.waitForPublication = waitForPublication;
    }

    public Duration getSendOnceLookback() {
        return sendOnceLookback;
    }

    public void setSendOnceLookback(Duration sendOnceLookback) {
        this.sendOnceLookback = sendOnceLookback;
    }

    public Duration getTusRetryTimeout() {
        return tusRetryTimeout;
    }

    public void setTusRetryTimeout(Duration tusRetryTimeout) {
        this.tusRetryTimeout = tusRetryTimeout;
    }

    public String getUploadStore() {
        return uploadStore;
    }

    public void setUploadStore(String uploadStore) {
        this.uploadStore = uploadStore;
    }

    public Boolean getAutowiredEnabled() {
        return autowiredEnabled;
    }

    public void setAutowiredEnabled(Boolean autowiredEnabled) {
        this.autowiredEnabled = autowiredEnabled;
    }

    public Duration getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public String getHttpClientConfigurer() {
        return httpClientConfigurer;
    }

    public void setHttpClientConfigurer(String httpClientConfigurer) {
        this.httpClientConfigurer = httpClientConfigurer;
    }

    public Long getMaxBytesPerSecond() {
        return maxBytesPerSecond;
    }

    public void setMaxBytesPerSecond(Long maxBytesPerSecond) {
        this.maxBytesPerSecond = maxBytesPerSecond;
    }

    public Integer getMaxCallAttempts() {
        return maxCallAttempts;
    }

    public void setMaxCallAttempts(Integer maxCallAttempts) {
        this.maxCallAttempts = maxCallAttempts;
    }

    public Integer getMaxConnections() {
        return maxConnections;
    }

    public void setMaxConnections(Integer maxConnections) {
        this.maxConnections = maxConnections;
    }

    public Double getRateLimitShare() {
        return rateLimitShare;
    }

    public void setRateLimitShare(Double rateLimitShare) {
        this.rateLimitShare = rateLimitShare;
    }

    public Duration getRateLimitTimeout() {
        return rateLimitTimeout;
    }

    public void setRateLimitTimeout(Duration rateLimitTimeout) {
        this.rateLimitTimeout = rateLimitTimeout;
    }

    public Duration getResponseTimeout() {
        return responseTimeout;
    }

    public void setResponseTimeout(Duration responseTimeout) {
        this.responseTimeout = responseTimeout;
    }

    public Duration getRetryTimeout() {
        return retryTimeout;
    }

    public void setRetryTimeout(Duration retryTimeout) {
        this.retryTimeout = retryTimeout;
    }

    public Duration getClaimTimeout() {
        return claimTimeout;
    }

    public void setClaimTimeout(Duration claimTimeout) {
        this.claimTimeout = claimTimeout;
    }

    public String getIdempotentRepository() {
        return idempotentRepository;
    }

    public void setIdempotentRepository(String idempotentRepository) {
        this.idempotentRepository = idempotentRepository;
    }

    public String getFilter() {
        return filter;
    }

    public void setFilter(String filter) {
        this.filter = filter;
    }

    public String getFilterReference() {
        return filterReference;
    }

    public void setFilterReference(String filterReference) {
        this.filterReference = filterReference;
    }

    public String getFilterSenders() {
        return filterSenders;
    }

    public void setFilterSenders(String filterSenders) {
        this.filterSenders = filterSenders;
    }

    public Boolean getHealthCheckConsumerEnabled() {
        return healthCheckConsumerEnabled;
    }

    public void setHealthCheckConsumerEnabled(Boolean healthCheckConsumerEnabled) {
        this.healthCheckConsumerEnabled = healthCheckConsumerEnabled;
    }

    public Boolean getHealthCheckProducerEnabled() {
        return healthCheckProducerEnabled;
    }

    public void setHealthCheckProducerEnabled(Boolean healthCheckProducerEnabled) {
        this.healthCheckProducerEnabled = healthCheckProducerEnabled;
    }

    public Duration getHealthPollTimeout() {
        return healthPollTimeout;
    }

    public void setHealthPollTimeout(Duration healthPollTimeout) {
        this.healthPollTimeout = healthPollTimeout;
    }

    public Duration getProgressInterval() {
        return progressInterval;
    }

    public void setProgressInterval(Duration progressInterval) {
        this.progressInterval = progressInterval;
    }

    public String getProxyHost() {
        return proxyHost;
    }

    public void setProxyHost(String proxyHost) {
        this.proxyHost = proxyHost;
    }

    public String getProxyPassword() {
        return proxyPassword;
    }

    public void setProxyPassword(String proxyPassword) {
        this.proxyPassword = proxyPassword;
    }

    public Integer getProxyPort() {
        return proxyPort;
    }

    public void setProxyPort(Integer proxyPort) {
        this.proxyPort = proxyPort;
    }

    public String getProxyScheme() {
        return proxyScheme;
    }

    public void setProxyScheme(String proxyScheme) {
        this.proxyScheme = proxyScheme;
    }

    public String getProxyUsername() {
        return proxyUsername;
    }

    public void setProxyUsername(String proxyUsername) {
        this.proxyUsername = proxyUsername;
    }

    public CertificateChain getCertificateChain() {
        return certificateChain;
    }

    public void setCertificateChain(CertificateChain certificateChain) {
        this.certificateChain = certificateChain;
    }

    public String getClientId() {
        return clientId;
    }

    public void setClientId(String clientId) {
        this.clientId = clientId;
    }

    public String getConsumerOrganization() {
        return consumerOrganization;
    }

    public void setConsumerOrganization(String consumerOrganization) {
        this.consumerOrganization = consumerOrganization;
    }

    public Boolean getCustomerRequired() {
        return customerRequired;
    }

    public void setCustomerRequired(Boolean customerRequired) {
        this.customerRequired = customerRequired;
    }

    public Boolean getExchange() {
        return exchange;
    }

    public void setExchange(Boolean exchange) {
        this.exchange = exchange;
    }

    public String getFallbackKeyId() {
        return fallbackKeyId;
    }

    public void setFallbackKeyId(String fallbackKeyId) {
        this.fallbackKeyId = fallbackKeyId;
    }

    public String getFallbackPrivateKeyResource() {
        return fallbackPrivateKeyResource;
    }

    public void setFallbackPrivateKeyResource(String fallbackPrivateKeyResource) {
        this.fallbackPrivateKeyResource = fallbackPrivateKeyResource;
    }

    public String getKeyAlias() {
        return keyAlias;
    }

    public void setKeyAlias(String keyAlias) {
        this.keyAlias = keyAlias;
    }

    public String getKeyId() {
        return keyId;
    }

    public void setKeyId(String keyId) {
        this.keyId = keyId;
    }

    public String getKeyPassword() {
        return keyPassword;
    }

    public void setKeyPassword(String keyPassword) {
        this.keyPassword = keyPassword;
    }

    public String getKeyStoreParameters() {
        return keyStoreParameters;
    }

    public void setKeyStoreParameters(String keyStoreParameters) {
        this.keyStoreParameters = keyStoreParameters;
    }

    public String getMaskinportenIssuer() {
        return maskinportenIssuer;
    }

    public void setMaskinportenIssuer(String maskinportenIssuer) {
        this.maskinportenIssuer = maskinportenIssuer;
    }

    public String getPrivateKey() {
        return privateKey;
    }

    public void setPrivateKey(String privateKey) {
        this.privateKey = privateKey;
    }

    public String getPrivateKeyPassword() {
        return privateKeyPassword;
    }

    public void setPrivateKeyPassword(String privateKeyPassword) {
        this.privateKeyPassword = privateKeyPassword;
    }

    public String getPrivateKeyResource() {
        return privateKeyResource;
    }

    public void setPrivateKeyResource(String privateKeyResource) {
        this.privateKeyResource = privateKeyResource;
    }

    public String getScopes() {
        return scopes;
    }

    public void setScopes(String scopes) {
        this.scopes = scopes;
    }

    public String getSigningKey() {
        return signingKey;
    }

    public void setSigningKey(String signingKey) {
        this.signingKey = signingKey;
    }

    public String getSslContextParameters() {
        return sslContextParameters;
    }

    public void setSslContextParameters(String sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }

    public String getSubscriptionSecret() {
        return subscriptionSecret;
    }

    public void setSubscriptionSecret(String subscriptionSecret) {
        this.subscriptionSecret = subscriptionSecret;
    }

    public String getSystemUserExternalRef() {
        return systemUserExternalRef;
    }

    public void setSystemUserExternalRef(String systemUserExternalRef) {
        this.systemUserExternalRef = systemUserExternalRef;
    }

    public String getSystemUserOrganization() {
        return systemUserOrganization;
    }

    public void setSystemUserOrganization(String systemUserOrganization) {
        this.systemUserOrganization = systemUserOrganization;
    }

    public String getTokenEndpoint() {
        return tokenEndpoint;
    }

    public void setTokenEndpoint(String tokenEndpoint) {
        this.tokenEndpoint = tokenEndpoint;
    }

    public Boolean getUseGlobalSslContextParameters() {
        return useGlobalSslContextParameters;
    }

    public void setUseGlobalSslContextParameters(Boolean useGlobalSslContextParameters) {
        this.useGlobalSslContextParameters = useGlobalSslContextParameters;
    }

    public Boolean getExchangeTest() {
        return exchangeTest;
    }

    public void setExchangeTest(Boolean exchangeTest) {
        this.exchangeTest = exchangeTest;
    }

    public String getMaskinportenResource() {
        return maskinportenResource;
    }

    public void setMaskinportenResource(String maskinportenResource) {
        this.maskinportenResource = maskinportenResource;
    }

    public String getTokenProvider() {
        return tokenProvider;
    }

    public void setTokenProvider(String tokenProvider) {
        this.tokenProvider = tokenProvider;
    }

    public String getSortBy() {
        return sortBy;
    }

    public void setSortBy(String sortBy) {
        this.sortBy = sortBy;
    }
}
