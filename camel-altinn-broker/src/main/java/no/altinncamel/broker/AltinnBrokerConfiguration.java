package no.altinncamel.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;

import no.altinncamel.broker.client.FileTransferStatus;
import no.altinncamel.broker.client.FolderUploadStore;
import no.altinncamel.broker.client.RecipientStatus;
import no.altinncamel.broker.client.TransferQuery;
import no.altinncamel.broker.client.UploadMode;
import no.altinncamel.broker.client.UploadOptions;
import no.altinncamel.broker.client.UploadStore;
import no.altinncamel.broker.client.auth.CertificateChain;
import no.altinncamel.broker.client.auth.SigningKey;
import no.altinncamel.broker.client.auth.TokenProvider;
import no.altinncamel.broker.client.tus.TusSettings;

/** The options of component and endpoint; the endpoint starts with a copy of the component's. */
@UriParams
@Configurer
public class AltinnBrokerConfiguration implements Cloneable {

    @UriPath(
            description =
                    "The resource (service) that the files belong to: its bare id, as registered by the service owner.")
    @Metadata(required = true)
    private String resourceId;

    @UriParam(
            description = "The Altinn environment: TT02 (Altinn's test environment with Maskinporten's) or PRODUCTION. "
                    + "Sets platformUrl, maskinportenIssuer and tokenEndpoint. Either this or these must be set; a "
                    + "single one of them may be set to override what the environment says.")
    private AltinnEnvironment environment;

    @UriParam(
            description = "Base URL of the Altinn platform, such as https://platform.tt02.altinn.no. http is accepted "
                    + "for loopback addresses only. Default: from environment.")
    private String platformUrl;

    @UriParam(
            description = "The organisation that this endpoint acts for: nine digits, or with the prefix 0192:. The "
                    + "producer uses it as sender when none is given. The consumer finds its own recipient status "
                    + "with it; left out, it is read from the access token, which fails only for opaque tokens. With "
                    + "systemUserOrganization or consumerOrganization it is that customer, whatever stands here.")
    private String organization;

    @UriParam(
            defaultValue = "true",
            description = "Whether received bytes are compared with the MD5 that the Broker has for the file. The "
                    + "number of bytes is compared in any case. A file without a checksum at the Broker is taken "
                    + "without this check.")
    private boolean verifyChecksum = true;

    @UriParam(label = "producer", defaultValue = "send", description = "What the producer does.")
    private AltinnBrokerOperation operation = AltinnBrokerOperation.send;

    @UriParam(
            label = "producer",
            description = "The sending organisation: nine digits, or with the prefix 0192:. Default: the customer of a "
                    + "system user or delegation, else the option organization.")
    private String sender;

    @UriParam(
            label = "producer",
            description = "The receiving organisations, separated by commas: nine digits each, or with the prefix "
                    + "0192:.")
    private String recipients;

    @UriParam(
            label = "producer",
            description = "The file name to give the transfer, 1 to 255 characters. Default: the header CamelFileName.")
    private String fileName;

    @UriParam(
            label = "producer",
            description = "The sender's own reference for the transfer, 1 to 500 characters. Default: the id of the "
                    + "exchange.")
    private String sendersFileTransferReference;

    @UriParam(
            label = "producer",
            prefix = "property.",
            multiValue = true,
            description = "Entries of the transfer's property list, each as property.name=value; at most 10, names up "
                    + "to 50 and values up to 3000 characters.")
    private Map<String, Object> properties;

    @UriParam(
            label = "producer",
            defaultValue = "true",
            description = "Whether the MD5 of a body that can be read twice is computed before the transfer is "
                    + "initialized, so that the Broker refuses a damaged upload. Costs one reading of the body.")
    private boolean computeChecksum = true;

    @UriParam(
            label = "producer",
            defaultValue = "auto",
            description = "How the bytes of send and upload travel. stream: in one request; if the line breaks, all of "
                    + "it is sent again. tus: in chunks by the resumable protocol TUS; if the line breaks, at most one "
                    + "chunk of each part is sent again. A body of unknown length is copied to a temporary file first, "
                    + "because TUS announces the length. auto: tus from tusThreshold on; smaller bodies and those of "
                    + "unknown length as stream. Empty files always go as stream.")
    private UploadMode uploadMode = UploadMode.auto;

    @UriParam(
            label = "producer",
            defaultValue = "104857600",
            description = "With uploadMode=auto: bodies of at least so many bytes go by TUS. Default: 100 MiB.")
    private long tusThreshold = UploadOptions.DEFAULT_TUS_THRESHOLD;

    @UriParam(
            label = "producer",
            defaultValue = "0",
            description =
                    "Bytes of one chunk of TUS, at most 1073741824; 8 to 64 MiB are sensible. 0 chooses it from the "
                            + "size of the file: 8 to 32 MiB, 8 MiB for a body that is held in memory because it can be read only "
                            + "once, and always large enough for the Broker's limit of 50000 chunks. A size that is too small for "
                            + "that limit is raised.")
    private int tusChunkSize;

    @UriParam(
            label = "producer,advanced",
            defaultValue = "120000",
            javaType = "java.time.Duration",
            description =
                    "How long an upload by TUS goes on trying while no chunk arrives, because the line or the server is down, "
                            + "in milliseconds or as 10m. Then it fails; with uploadStoreDirectory it goes on when the same file is "
                            + "offered again, up to 24 hours later. Default: 2m.")
    private long tusRetryTimeout = 120000;

    @UriParam(
            label = "producer",
            defaultValue = "1",
            description =
                    "How many parts of a file travel at once by TUS, at most maxConnections; the Broker puts them "
                            + "together. Files, byte arrays and texts go in parts, other bodies always as one.")
    private int parallelUploads = 1;

    @UriParam(
            label = "producer",
            description =
                    "A folder in which it is noted how far uploads by TUS have come, so that they go on after a crash or a "
                            + "failure, when the route offers the same file again: with the same file name, reference (if one was "
                            + "given), sender and recipients, and a file that has not changed (MD5, or size and time of its last change). At most "
                            + "one chunk of each part is sent again. A file that has changed, or that the Broker has forgotten "
                            + "(after 24 hours), is sent anew. Needs a body that can be read twice. Made if it is not there; several nodes may share "
                            + "it. Default: an upload that fails is removed from the Broker and starts anew.")
    private String uploadStoreDirectory;

    @UriParam(
            label = "producer,advanced",
            description =
                    "A store of your own instead of uploadStoreDirectory, as #bean:name: an implementation of UploadStore.")
    private UploadStore uploadStore;

    @UriParam(
            label = "producer",
            defaultValue = "false",
            description =
                    "Whether an upload by TUS that fails, or whose route is stopped, is removed from the Broker although "
                            + "uploadStoreDirectory or uploadStore would let it go on. Without these it always is.")
    private boolean terminateUploads;

    @UriParam(
            label = "producer",
            defaultValue = "false",
            description =
                    "Whether send sees to it that no file is sent twice, whatever crashes: a file is known by its sender, "
                            + "resource, sendersFileTransferReference and MD5. One that was sent is skipped (header "
                            + "CamelAltinnBrokerAlreadySent); one that was begun goes on with its transfer. Needs idempotentRepository, "
                            + "which has to outlive a crash, and a reference that is the same when the file is offered again. A body "
                            + "that can be read only once is copied to a temporary file first.")
    private boolean sendOnce;

    @UriParam(
            label = "producer,advanced",
            defaultValue = "604800000",
            javaType = "java.time.Duration",
            description =
                    "With sendOnce: how old a transfer may be for a send that crashed to find it again. In milliseconds or "
                            + "as 168h. An older one is not found, and the file is sent anew. Searched only after a crash: one list call "
                            + "for each 100 transfers. Default: 7 days.")
    private long sendOnceLookback = 604800000;

    @UriParam(
            label = "producer",
            defaultValue = "false",
            description = "Whether the Broker shall not scan the file for malware. Production accepts it only for "
                    + "resources that Altinn has approved for it.")
    private boolean disableVirusScan;

    @UriParam(
            label = "producer",
            defaultValue = "false",
            description = "Whether send and upload wait until recipients can download the file (the malware scan takes "
                    + "seconds to minutes), and fail if the Broker rejects it.")
    private boolean waitForPublication;

    @UriParam(
            label = "producer",
            defaultValue = "600000",
            javaType = "java.time.Duration",
            description = "How long waitForPublication waits, in milliseconds or as 10m. When it is over the exchange "
                    + "fails; the transfer goes on at the Broker.")
    private long publicationTimeout = 600000;

    @UriParam(
            label = "producer",
            description = "The id of the file transfer for upload, overview, details, download and confirm. The header "
                    + "CamelAltinnBrokerFileTransferId wins.")
    private String fileTransferId;

    @UriParam(label = "producer", description = "For list: only transfers in this state.")
    private FileTransferStatus status;

    @UriParam(
            label = "producer",
            description = "For list: only transfers that we receive and that are in this state for us. The Broker then "
                    + "ignores role.")
    private RecipientStatus recipientStatus;

    @UriParam(label = "producer", description = "For list: only transfers that we send, or only those that we receive.")
    private TransferQuery.Role role;

    @UriParam(
            label = "producer",
            description = "For list: only transfers after this time (ISO 8601 with offset). The time is that of "
                    + "reaching the state when status is set, else that of creation.")
    private String from;

    @UriParam(label = "producer", description = "For list: only transfers before this time (ISO 8601 with offset).")
    private String to;

    @UriParam(
            label = "producer",
            defaultValue = "false",
            description = "For list: true for the 100 oldest, oldest first; false for the 100 newest, newest first.")
    private boolean orderAscending;

    @UriParam(
            label = "consumer",
            defaultValue = "onSuccess",
            description = "When a received file is confirmed to the Broker: onSuccess (the route succeeded, the file "
                    + "was received whole and its checksum is right), manual (the route uses the operation confirm) "
                    + "or never. With manual and never a transfer is delivered once for each start of the route.")
    private ConfirmPolicy confirm = ConfirmPolicy.onSuccess;

    @UriParam(
            label = "consumer",
            defaultValue = "0",
            description = "Most files to route in one poll; 0 for all that are due, however many are waiting.")
    private int maxMessagesPerPoll;

    @UriParam(
            label = "consumer",
            defaultValue = "1",
            description =
                    "How many received files are routed at the same time. Each is one exchange; it counts until its "
                            + "exchange is done or handed over to a queue such as seda. With 1 the polling thread routes, with "
                            + "more a pool of the context does. An order is kept only with 1.")
    private int concurrentTransfers = 1;

    @UriParam(
            label = "consumer,filter",
            description =
                    "Which files are wanted, as a Simple predicate over the headers that the consumer sets, such as "
                            + "${header.CamelAltinnBrokerFileTransfer.properties[type]} == 'invoice', or ${bean:myFilter}. Asked "
                            + "before anything is downloaded. Files that are not wanted are neither downloaded nor confirmed and "
                            + "are asked about again at later polls. A filter that fails counts as a failed attempt.")
    private String filter;

    @UriParam(
            label = "consumer,filter",
            description = "Only files of these senders: organisation numbers of nine digits, or with the prefix 0192:, "
                    + "separated by commas. The Broker cannot search for senders, so each other file costs one overview "
                    + "call once.")
    private String filterSenders;

    @UriParam(
            label = "consumer,filter",
            description =
                    "Only files whose sendersFileTransferReference matches this regular expression as a whole. Each "
                            + "other file costs one overview call once.")
    private String filterReference;

    @UriParam(
            label = "consumer,sort",
            description =
                    "Order of the files that are looked at together (up to 100): Simple expressions over the headers "
                            + "that the consumer sets, separated by semicolons, each with reverse: or ignoreCase: in front if "
                            + "wanted, such as reverse:${header.CamelFileLength};${header.CamelFileName}. Default: in the order of "
                            + "publication, interrupted files first.")
    private String sortBy;

    @UriParam(
            label = "consumer",
            description =
                    "A folder to which each file is downloaded, and verified, before the route reads it. The body is "
                            + "then a file that file: and ftp: move or read without a copy, and that is deleted when the exchange "
                            + "is done. Only the owner can read it; it is named by the transfer's id. When the process dies, or a "
                            + "download fails, files above 16 MiB go on where they were, at the next start or attempt; others are "
                            + "fetched anew. What nobody goes on with is deleted after 7 days. Needs as much free space as the "
                            + "files that are routed at the same time, and as those that have come in part. Default: the body is a "
                            + "stream, and nothing is stored.")
    private String localWorkDirectory;

    @UriParam(
            label = "consumer",
            defaultValue = "1",
            description =
                    "In how many parts at the same time a file is downloaded, each over a connection of its own. If above 1, this "
                            + "times concurrentTransfers has to be below maxConnections. Needs localWorkDirectory. No part is smaller than 16 MiB. Each part is one of the 120 download calls that "
                            + "the Broker allows in a minute.")
    private int parallelDownloads = 1;

    @UriParam(
            label = "cluster",
            description =
                    "A repository that all nodes share. Consumers claim files in it and record which were routed, so "
                            + "that each file is routed by one node only, and not again after a crash between the end of the route "
                            + "and its confirmation. Producers with sendOnce do the same with what they send. Its add must be atomic and seen by all nodes at once, as with a database "
                            + "(JdbcMessageIdRepository) or Infinispan. The clocks of the nodes may differ by a quarter of "
                            + "claimTimeout. Keys are the organisation, or else the client id, and the transfer id, with up to 90 "
                            + "characters.")
    private IdempotentRepository idempotentRepository;

    @UriParam(
            label = "cluster",
            defaultValue = "300000",
            javaType = "java.time.Duration",
            description =
                    "After this time at most, others take over files that a dead node had claimed; after half of it "
                            + "at the earliest. In milliseconds or as 5m; at least 1 second. Claims of a living node are renewed, however long its "
                            + "routes take.")
    private long claimTimeout = 300000;

    @UriParam(
            label = "consumer",
            defaultValue = "60000",
            javaType = "java.time.Duration",
            description =
                    "How long a file whose route failed waits before it is routed again; twice as long after each "
                            + "further failure, up to failureBackoffMax. In milliseconds or as 1m. Redelivery by the route's error "
                            + "handler comes first and is one attempt.")
    private long failureBackoff = 60000;

    @UriParam(
            label = "consumer",
            defaultValue = "3600000",
            javaType = "java.time.Duration",
            description =
                    "The longest that a file whose route failed waits before it is routed again. In milliseconds or "
                            + "as 1h.")
    private long failureBackoffMax = 3600000;

    @UriParam(
            label = "consumer",
            defaultValue = "10",
            description = "How often a file is routed without success before it is given up; 0 for no limit. Then "
                    + "poisonEndpoint and poisonPredicate decide; without them it stays at the Broker, unconfirmed, and is "
                    + "not routed again until the application is restarted or told to by JMX. Counted in this process.")
    private int maxAttempts = 10;

    @UriParam(
            label = "consumer",
            description =
                    "Where a file goes that failed maxAttempts times: an endpoint URI such as file:poison. It gets the "
                            + "body, to be read anew, the headers that the consumer set, and the last failure in the property "
                            + "CamelExceptionCaught. It is sent one-way. When it succeeds, behind seda: when the route there has "
                            + "succeeded, the file is confirmed; when it fails the file is tried again later.")
    private String poisonEndpoint;

    @UriParam(
            label = "consumer",
            description =
                    "Decides of a file that failed maxAttempts times, as a Simple predicate over the failed exchange, "
                            + "such as ${exception.message} contains 'schema'. True: it goes to poisonEndpoint, or without one it "
                            + "is confirmed as it is. False: it stays at the Broker. Default: true if there is a poisonEndpoint.")
    private String poisonPredicate;

    @UriParam(
            label = "consumer",
            defaultValue = "86400000",
            javaType = "java.time.Duration",
            description =
                    "How long before the Broker removes it a file that was met, but is not confirmed, is reported: "
                            + "once, at WARN and as a FileTransferExpiringEvent to the context's event notifiers. In milliseconds "
                            + "or as 24h; 0 for never.")
    private long expiryWarning = 86400000;

    @UriParam(
            label = "consumer,health",
            defaultValue = "300000",
            javaType = "java.time.Duration",
            description = "A poll that has been asking the Broker for so long without an end, or that should have been "
                    + "started so long ago, turns the consumer's health check DOWN. Time that routes take does not count. "
                    + "In milliseconds or as 5m.")
    private long healthPollTimeout = 300000;

    @UriParam(
            label = "consumer,advanced",
            description = "Called when a routed file could not be read to the end, verified or confirmed, or when "
                    + "poisonEndpoint or poisonPredicate failed. The default logs at WARN.")
    private ExceptionHandler onCompletionExceptionHandler;

    @UriParam(
            label = "monitoring",
            defaultValue = "10000",
            javaType = "java.time.Duration",
            description =
                    "How often a FileTransferProgressEvent tells the context's event notifiers how far a file has come, up or "
                            + "down. In milliseconds or as 10s; ten times a second at most. Files that take less time are not told "
                            + "of. Longer ones are told of once more when they are complete or broken off, and every 30 "
                            + "seconds in the log, at INFO. 0 for neither.")
    private long progressInterval = 10000;

    @UriParam(label = "security", description = "Client id of the Maskinporten client.")
    private String clientId;

    @UriParam(
            label = "security",
            secret = true,
            description =
                    "The private key registered on the Maskinporten client: a JWK or JWK set (JSON, or base64 of it) "
                            + "or a PEM (PKCS#8, encrypted PKCS#8 or PKCS#1); RSA, at least 2048 bits. Of a set, keyId chooses "
                            + "one; without keyId the first one is preferred and the others are tried when Maskinporten refuses "
                            + "it. Set it on the component, not in URIs, best from a property function (env, secret, vault).")
    private String privateKey;

    @UriParam(
            label = "security",
            description =
                    "Where the private key is: file:, classpath: or another Camel resource holding what privateKey "
                            + "may hold. An alternative to privateKey. A changed file (file: only) is taken into use without a "
                            + "restart: it is looked at when a token is fetched, at most every 5 seconds, and at once when "
                            + "Maskinporten refuses the key. While the new file cannot be used, the old key goes on, with a "
                            + "warning in the log.")
    private String privateKeyResource;

    @UriParam(
            label = "security",
            secret = true,
            description = "The password of an encrypted PKCS#8 PEM (PBES2, as openssl pkcs8 -topk8 writes it), ASCII "
                    + "characters only. It serves the fallback key too.")
    private String privateKeyPassword;

    @UriParam(
            label = "security",
            description =
                    "The kid under which the key is registered. Default: the kid inside the JWK. Needed with PEM. "
                            + "With a JWK set it chooses the key. With keyStoreParameters it says that the key is a registered "
                            + "one; left out there, the client authenticates with the enterprise certificate.")
    private String keyId;

    @UriParam(
            label = "security",
            description =
                    "Where a second registered key is, in any form that privateKeyResource takes. It is tried when "
                            + "Maskinporten does not know or accept the first one (unknown kid, MP-121, MP-124), and used as long "
                            + "as it works; a warning in the log says which key works. For the time of a rotation.")
    private String fallbackPrivateKeyResource;

    @UriParam(
            label = "security",
            description = "The kid of the fallback key. Default: the kid inside the JWK. Needed with PEM.")
    private String fallbackKeyId;

    @UriParam(
            label = "security",
            description =
                    "The key store (PKCS#12, JKS) that holds the key, an alternative to privateKey. With keyId the key "
                            + "is a registered one; without, its enterprise certificate authenticates a client that has no "
                            + "registered keys. The certificate must be in force at the start and belong to the key; from 30 days "
                            + "before its expiry there is a warning in the log each day. A changed file (resource with file:) is "
                            + "taken into use as with privateKeyResource.")
    private KeyStoreParameters keyStoreParameters;

    @UriParam(
            label = "security",
            description = "The key store's entry with the key; of an enterprise certificate's keys the one for "
                    + "authentication or signing. Needed if the key store has more than one key.")
    private String keyAlias;

    @UriParam(
            label = "security",
            secret = true,
            description = "The password of the key within the key store. Default: the password of the key store.")
    private String keyPassword;

    @UriParam(
            label = "security",
            defaultValue = "full",
            description =
                    "What is sent of an enterprise certificate's chain: full (all that the key store has, without the "
                            + "root) or leaf (the organisation's certificate alone).")
    private CertificateChain certificateChain = CertificateChain.full;

    @UriParam(
            label = "security",
            description =
                    "A bean with the key, as no.altinncamel.broker.client.auth.SigningKey; its method of makes one "
                            + "from a java.security.PrivateKey, such as that of a hardware module. An alternative to privateKey, "
                            + "privateKeyResource and keyStoreParameters. keyId is not used with it.")
    private SigningKey signingKey;

    @UriParam(
            label = "security",
            description = "Scopes to ask for, separated by spaces or commas. Default: altinn:broker.write for a "
                    + "producer that sends, altinn:broker.read for a consumer, download and confirm.")
    private String scopes;

    @UriParam(
            label = "security",
            description =
                    "The customer whose system user this endpoint acts as: nine digits, or with the prefix 0192:. "
                            + "Tokens are then the customer's: it is the sender unless sender says otherwise, and the recipient "
                            + "whose files the consumer receives. Excludes consumerOrganization. The producer's header "
                            + "CamelAltinnBrokerSystemUserOrganization wins. Without an approved system user the call fails "
                            + "with Maskinporten's MP-303.")
    private String systemUserOrganization;

    @UriParam(
            label = "security",
            description = "The external reference that the system user was created with, in the same letter case. Must "
                    + "be set exactly if there is one; needs systemUserOrganization. It belongs to that customer: when "
                    + "the header CamelAltinnBrokerSystemUserOrganization is set, only the header "
                    + "CamelAltinnBrokerSystemUserExternalRef counts.")
    private String systemUserExternalRef;

    @UriParam(
            label = "security",
            description =
                    "The customer that has delegated its scopes to us in Altinn (API delegation): nine digits, or "
                            + "with the prefix 0192:. Tokens are then the customer's, as with systemUserOrganization, which it "
                            + "excludes. The producer's header CamelAltinnBrokerConsumerOrganization wins. Without a delegation "
                            + "the call fails with Maskinporten's MP-251.")
    private String consumerOrganization;

    @UriParam(
            label = "producer,security",
            defaultValue = "false",
            description = "Whether each exchange must name its customer, by the header "
                    + "CamelAltinnBrokerSystemUserOrganization or CamelAltinnBrokerConsumerOrganization; one that does not "
                    + "fails before any call. For suppliers that never act for themselves. The health check then does not "
                    + "expect the supplier's own organisation to have access.")
    private boolean customerRequired;

    @UriParam(
            label = "security,advanced",
            description = "APIs that the token is restricted to (Maskinporten's resource, the token's audience), "
                    + "separated by commas. The Broker needs none. Default: no restriction.")
    private String maskinportenResource;

    @UriParam(
            label = "security",
            defaultValue = "true",
            description = "Whether Maskinporten's token is exchanged for an Altinn token, as Altinn's documentation "
                    + "asks. Off, the Broker gets Maskinporten's token, which lives for about two minutes.")
    private boolean exchange = true;

    @UriParam(
            label = "security,advanced",
            defaultValue = "false",
            description =
                    "Whether the exchange is asked with test=true: a service owner's test token (Digdir only) then "
                            + "stands for the test organisation ttd. Needs exchange. Of no use to senders and recipients.")
    private boolean exchangeTest;

    @UriParam(
            label = "security",
            description = "Maskinporten's issuer, byte for byte (it ends with a slash). Default: from environment.")
    private String maskinportenIssuer;

    @UriParam(
            label = "security",
            description = "Maskinporten's token endpoint. Default: maskinportenIssuer followed by token.")
    private String tokenEndpoint;

    @UriParam(
            label = "security,advanced",
            description = "A bean that supplies access tokens instead of the built-in Maskinporten client, for example "
                    + "from a sidecar. clientId and key are not needed then.")
    private TokenProvider tokenProvider;

    @UriParam(
            label = "security",
            secret = true,
            description =
                    "Value of the header Ocp-Apim-Subscription-Key. Altinn asked for it until 2025; left out, the "
                            + "header is not sent.")
    private String subscriptionSecret;

    @UriParam(
            label = "security",
            description = "TLS settings for all connections. Default: the component's, else the context's global ones "
                    + "if useGlobalSslContextParameters is on.")
    private SSLContextParameters sslContextParameters;

    @UriParam(
            label = "proxy",
            description = "Host of the HTTP proxy. Default: the context's global option http.proxyHost.")
    private String proxyHost;

    @UriParam(
            label = "proxy",
            description = "Port of the HTTP proxy. Default: the context's global option http.proxyPort.")
    private Integer proxyPort;

    @UriParam(
            label = "proxy",
            enums = "http,https",
            defaultValue = "http",
            description = "How to talk to the proxy: http or https.")
    private String proxyScheme = "http";

    @UriParam(label = "proxy", secret = true, description = "User name for the proxy.")
    private String proxyUsername;

    @UriParam(label = "proxy", secret = true, description = "Password for the proxy.")
    private String proxyPassword;

    @UriParam(label = "advanced", description = "A bean that changes the HttpClientBuilder last, as in camel-http.")
    private HttpClientConfigurer httpClientConfigurer;

    @UriParam(
            label = "advanced",
            defaultValue = "20",
            description = "Most connections that are open at once to one host.")
    private int maxConnections = 20;

    @UriParam(
            label = "advanced",
            defaultValue = "5000",
            javaType = "java.time.Duration",
            description = "How long to wait for a connection, in milliseconds or as 5s.")
    private long connectTimeout = 5000;

    @UriParam(
            label = "advanced",
            defaultValue = "30000",
            javaType = "java.time.Duration",
            description =
                    "How long the server may stay silent before a call is given up, in milliseconds or as 30s. It "
                            + "bounds the pause between two packets, not a whole upload or download.")
    private long responseTimeout = 30000;

    @UriParam(
            label = "advanced",
            defaultValue = "3",
            description = "How many times a call that can be repeated is tried when the network or the server fails; 1 "
                    + "is no repetition.")
    private int maxCallAttempts = 3;

    @UriParam(
            label = "advanced",
            defaultValue = "30000",
            javaType = "java.time.Duration",
            description =
                    "How long the attempts of one call may take together, waiting included, in milliseconds or as "
                            + "30s. A Retry-After beyond it fails at once.")
    private long retryTimeout = 30000;

    @UriParam(
            label = "advanced",
            defaultValue = "120000",
            javaType = "java.time.Duration",
            description = "How long a call may wait for its turn under the Broker's rate limits, in milliseconds or as "
                    + "2m. The limits are shared by all endpoints of the context that use the same Maskinporten "
                    + "client.")
    private long rateLimitTimeout = 120000;

    @UriParam(
            label = "advanced",
            defaultValue = "1.0",
            description =
                    "The part of the Broker's rate limits that this application may use, more than 0 and at most 1. The "
                            + "limits are for each Maskinporten client, so two nodes with the same client take 0.5 each. Of several "
                            + "endpoints with the same client in one context the smallest value counts for all. Each operation keeps at least "
                            + "one call a minute.")
    private double rateLimitShare = 1.0;

    /** @return an independent copy */
    public AltinnBrokerConfiguration copy() {
        try {
            AltinnBrokerConfiguration copy = (AltinnBrokerConfiguration) super.clone();
            copy.properties = properties == null ? null : new LinkedHashMap<>(properties);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    public String getResourceId() {
        return resourceId;
    }

    public void setResourceId(String resourceId) {
        this.resourceId = resourceId;
    }

    public AltinnEnvironment getEnvironment() {
        return environment;
    }

    public void setEnvironment(AltinnEnvironment environment) {
        this.environment = environment;
    }

    public String getPlatformUrl() {
        return platformUrl;
    }

    public void setPlatformUrl(String platformUrl) {
        this.platformUrl = platformUrl;
    }

    public String getOrganization() {
        return organization;
    }

    public void setOrganization(String organization) {
        this.organization = organization;
    }

    public boolean isVerifyChecksum() {
        return verifyChecksum;
    }

    public void setVerifyChecksum(boolean verifyChecksum) {
        this.verifyChecksum = verifyChecksum;
    }

    public AltinnBrokerOperation getOperation() {
        return operation;
    }

    public void setOperation(AltinnBrokerOperation operation) {
        this.operation = operation;
    }

    public String getSender() {
        return sender;
    }

    public void setSender(String sender) {
        this.sender = sender;
    }

    public String getRecipients() {
        return recipients;
    }

    public void setRecipients(String recipients) {
        this.recipients = recipients;
    }

    public String getFileName() {
        return fileName;
    }

    public void setFileName(String fileName) {
        this.fileName = fileName;
    }

    public String getSendersFileTransferReference() {
        return sendersFileTransferReference;
    }

    public void setSendersFileTransferReference(String sendersFileTransferReference) {
        this.sendersFileTransferReference = sendersFileTransferReference;
    }

    public Map<String, Object> getProperties() {
        return properties;
    }

    public void setProperties(Map<String, Object> properties) {
        this.properties = properties;
    }

    public boolean isComputeChecksum() {
        return computeChecksum;
    }

    public void setComputeChecksum(boolean computeChecksum) {
        this.computeChecksum = computeChecksum;
    }

    public UploadMode getUploadMode() {
        return uploadMode;
    }

    public void setUploadMode(UploadMode uploadMode) {
        this.uploadMode = uploadMode;
    }

    public long getTusThreshold() {
        return tusThreshold;
    }

    public void setTusThreshold(long tusThreshold) {
        this.tusThreshold = tusThreshold;
    }

    public int getTusChunkSize() {
        return tusChunkSize;
    }

    public void setTusChunkSize(int tusChunkSize) {
        this.tusChunkSize = tusChunkSize;
    }

    public int getParallelUploads() {
        return parallelUploads;
    }

    public void setParallelUploads(int parallelUploads) {
        this.parallelUploads = parallelUploads;
    }

    public String getUploadStoreDirectory() {
        return uploadStoreDirectory;
    }

    public void setUploadStoreDirectory(String uploadStoreDirectory) {
        this.uploadStoreDirectory = uploadStoreDirectory;
    }

    public UploadStore getUploadStore() {
        return uploadStore;
    }

    public void setUploadStore(UploadStore uploadStore) {
        this.uploadStore = uploadStore;
    }

    /** The store that the two before name; {@code null} if they name none. */
    UploadStore uploadStore() throws IOException {
        return uploadStoreDirectory == null
                ? uploadStore
                : new FolderUploadStore(Path.of(uploadStoreDirectory), Clock.systemUTC());
    }

    public boolean isTerminateUploads() {
        return terminateUploads;
    }

    public void setTerminateUploads(boolean terminateUploads) {
        this.terminateUploads = terminateUploads;
    }

    public boolean isSendOnce() {
        return sendOnce;
    }

    public void setSendOnce(boolean sendOnce) {
        this.sendOnce = sendOnce;
    }

    public long getSendOnceLookback() {
        return sendOnceLookback;
    }

    public void setSendOnceLookback(long sendOnceLookback) {
        this.sendOnceLookback = sendOnceLookback;
    }

    public long getTusRetryTimeout() {
        return tusRetryTimeout;
    }

    public void setTusRetryTimeout(long tusRetryTimeout) {
        this.tusRetryTimeout = tusRetryTimeout;
    }

    /** How the bytes go up, in one. */
    UploadOptions uploadOptions() {
        return new UploadOptions(
                uploadMode,
                tusThreshold,
                TusSettings.DEFAULT
                        .withChunkSize(tusChunkSize)
                        .withParallelUploads(parallelUploads)
                        .withPatience(Duration.ofMillis(tusRetryTimeout)));
    }

    public boolean isDisableVirusScan() {
        return disableVirusScan;
    }

    public void setDisableVirusScan(boolean disableVirusScan) {
        this.disableVirusScan = disableVirusScan;
    }

    public boolean isWaitForPublication() {
        return waitForPublication;
    }

    public void setWaitForPublication(boolean waitForPublication) {
        this.waitForPublication = waitForPublication;
    }

    public long getPublicationTimeout() {
        return publicationTimeout;
    }

    public void setPublicationTimeout(long publicationTimeout) {
        this.publicationTimeout = publicationTimeout;
    }

    public String getFileTransferId() {
        return fileTransferId;
    }

    public void setFileTransferId(String fileTransferId) {
        this.fileTransferId = fileTransferId;
    }

    public FileTransferStatus getStatus() {
        return status;
    }

    public void setStatus(FileTransferStatus status) {
        this.status = status;
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

    public String getFrom() {
        return from;
    }

    public void setFrom(String from) {
        this.from = from;
    }

    public String getTo() {
        return to;
    }

    public void setTo(String to) {
        this.to = to;
    }

    public boolean isOrderAscending() {
        return orderAscending;
    }

    public void setOrderAscending(boolean orderAscending) {
        this.orderAscending = orderAscending;
    }

    public ConfirmPolicy getConfirm() {
        return confirm;
    }

    public void setConfirm(ConfirmPolicy confirm) {
        this.confirm = confirm;
    }

    public ExceptionHandler getOnCompletionExceptionHandler() {
        return onCompletionExceptionHandler;
    }

    public void setOnCompletionExceptionHandler(ExceptionHandler onCompletionExceptionHandler) {
        this.onCompletionExceptionHandler = onCompletionExceptionHandler;
    }

    public long getProgressInterval() {
        return progressInterval;
    }

    public void setProgressInterval(long progressInterval) {
        this.progressInterval = progressInterval;
    }

    public String getClientId() {
        return clientId;
    }

    public void setClientId(String clientId) {
        this.clientId = clientId;
    }

    public String getPrivateKey() {
        return privateKey;
    }

    public void setPrivateKey(String privateKey) {
        this.privateKey = privateKey;
    }

    public String getPrivateKeyResource() {
        return privateKeyResource;
    }

    public void setPrivateKeyResource(String privateKeyResource) {
        this.privateKeyResource = privateKeyResource;
    }

    public String getPrivateKeyPassword() {
        return privateKeyPassword;
    }

    public void setPrivateKeyPassword(String privateKeyPassword) {
        this.privateKeyPassword = privateKeyPassword;
    }

    public String getFallbackPrivateKeyResource() {
        return fallbackPrivateKeyResource;
    }

    public void setFallbackPrivateKeyResource(String fallbackPrivateKeyResource) {
        this.fallbackPrivateKeyResource = fallbackPrivateKeyResource;
    }

    public String getFallbackKeyId() {
        return fallbackKeyId;
    }

    public void setFallbackKeyId(String fallbackKeyId) {
        this.fallbackKeyId = fallbackKeyId;
    }

    public KeyStoreParameters getKeyStoreParameters() {
        return keyStoreParameters;
    }

    public void setKeyStoreParameters(KeyStoreParameters keyStoreParameters) {
        this.keyStoreParameters = keyStoreParameters;
    }

    public String getKeyAlias() {
        return keyAlias;
    }

    public void setKeyAlias(String keyAlias) {
        this.keyAlias = keyAlias;
    }

    public String getKeyPassword() {
        return keyPassword;
    }

    public void setKeyPassword(String keyPassword) {
        this.keyPassword = keyPassword;
    }

    public CertificateChain getCertificateChain() {
        return certificateChain;
    }

    public void setCertificateChain(CertificateChain certificateChain) {
        this.certificateChain = certificateChain;
    }

    public String getKeyId() {
        return keyId;
    }

    public void setKeyId(String keyId) {
        this.keyId = keyId;
    }

    public SigningKey getSigningKey() {
        return signingKey;
    }

    public void setSigningKey(SigningKey signingKey) {
        this.signingKey = signingKey;
    }

    public String getScopes() {
        return scopes;
    }

    public void setScopes(String scopes) {
        this.scopes = scopes;
    }

    public String getSystemUserOrganization() {
        return systemUserOrganization;
    }

    public void setSystemUserOrganization(String systemUserOrganization) {
        this.systemUserOrganization = systemUserOrganization;
    }

    public String getSystemUserExternalRef() {
        return systemUserExternalRef;
    }

    public void setSystemUserExternalRef(String systemUserExternalRef) {
        this.systemUserExternalRef = systemUserExternalRef;
    }

    public boolean isCustomerRequired() {
        return customerRequired;
    }

    public void setCustomerRequired(boolean customerRequired) {
        this.customerRequired = customerRequired;
    }

    public String getConsumerOrganization() {
        return consumerOrganization;
    }

    public void setConsumerOrganization(String consumerOrganization) {
        this.consumerOrganization = consumerOrganization;
    }

    public String getMaskinportenResource() {
        return maskinportenResource;
    }

    public void setMaskinportenResource(String maskinportenResource) {
        this.maskinportenResource = maskinportenResource;
    }

    public boolean isExchange() {
        return exchange;
    }

    public void setExchange(boolean exchange) {
        this.exchange = exchange;
    }

    public boolean isExchangeTest() {
        return exchangeTest;
    }

    public void setExchangeTest(boolean exchangeTest) {
        this.exchangeTest = exchangeTest;
    }

    public String getMaskinportenIssuer() {
        return maskinportenIssuer;
    }

    public void setMaskinportenIssuer(String maskinportenIssuer) {
        this.maskinportenIssuer = maskinportenIssuer;
    }

    public String getTokenEndpoint() {
        return tokenEndpoint;
    }

    public void setTokenEndpoint(String tokenEndpoint) {
        this.tokenEndpoint = tokenEndpoint;
    }

    public TokenProvider getTokenProvider() {
        return tokenProvider;
    }

    public void setTokenProvider(TokenProvider tokenProvider) {
        this.tokenProvider = tokenProvider;
    }

    public String getSubscriptionSecret() {
        return subscriptionSecret;
    }

    public void setSubscriptionSecret(String subscriptionSecret) {
        this.subscriptionSecret = subscriptionSecret;
    }

    public SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    public void setSslContextParameters(SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }

    public String getProxyHost() {
        return proxyHost;
    }

    public void setProxyHost(String proxyHost) {
        this.proxyHost = proxyHost;
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

    public String getProxyPassword() {
        return proxyPassword;
    }

    public void setProxyPassword(String proxyPassword) {
        this.proxyPassword = proxyPassword;
    }

    public HttpClientConfigurer getHttpClientConfigurer() {
        return httpClientConfigurer;
    }

    public void setHttpClientConfigurer(HttpClientConfigurer httpClientConfigurer) {
        this.httpClientConfigurer = httpClientConfigurer;
    }

    public int getMaxConnections() {
        return maxConnections;
    }

    public void setMaxConnections(int maxConnections) {
        this.maxConnections = maxConnections;
    }

    public long getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(long connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public long getResponseTimeout() {
        return responseTimeout;
    }

    public void setResponseTimeout(long responseTimeout) {
        this.responseTimeout = responseTimeout;
    }

    public int getMaxCallAttempts() {
        return maxCallAttempts;
    }

    public void setMaxCallAttempts(int maxCallAttempts) {
        this.maxCallAttempts = maxCallAttempts;
    }

    public long getRetryTimeout() {
        return retryTimeout;
    }

    public void setRetryTimeout(long retryTimeout) {
        this.retryTimeout = retryTimeout;
    }

    public double getRateLimitShare() {
        return rateLimitShare;
    }

    public void setRateLimitShare(double rateLimitShare) {
        this.rateLimitShare = rateLimitShare;
    }

    public long getRateLimitTimeout() {
        return rateLimitTimeout;
    }

    public void setRateLimitTimeout(long rateLimitTimeout) {
        this.rateLimitTimeout = rateLimitTimeout;
    }

    public int getMaxMessagesPerPoll() {
        return maxMessagesPerPoll;
    }

    public void setMaxMessagesPerPoll(int maxMessagesPerPoll) {
        this.maxMessagesPerPoll = maxMessagesPerPoll;
    }

    public int getConcurrentTransfers() {
        return concurrentTransfers;
    }

    public void setConcurrentTransfers(int concurrentTransfers) {
        this.concurrentTransfers = concurrentTransfers;
    }

    public String getFilter() {
        return filter;
    }

    public void setFilter(String filter) {
        this.filter = filter;
    }

    public String getFilterSenders() {
        return filterSenders;
    }

    public void setFilterSenders(String filterSenders) {
        this.filterSenders = filterSenders;
    }

    public String getFilterReference() {
        return filterReference;
    }

    public void setFilterReference(String filterReference) {
        this.filterReference = filterReference;
    }

    public String getSortBy() {
        return sortBy;
    }

    public void setSortBy(String sortBy) {
        this.sortBy = sortBy;
    }

    public int getParallelDownloads() {
        return parallelDownloads;
    }

    public void setParallelDownloads(int parallelDownloads) {
        this.parallelDownloads = parallelDownloads;
    }

    public String getLocalWorkDirectory() {
        return localWorkDirectory;
    }

    public void setLocalWorkDirectory(String localWorkDirectory) {
        this.localWorkDirectory = localWorkDirectory;
    }

    public IdempotentRepository getIdempotentRepository() {
        return idempotentRepository;
    }

    public void setIdempotentRepository(IdempotentRepository idempotentRepository) {
        this.idempotentRepository = idempotentRepository;
    }

    public long getClaimTimeout() {
        return claimTimeout;
    }

    public void setClaimTimeout(long claimTimeout) {
        this.claimTimeout = claimTimeout;
    }

    public long getFailureBackoff() {
        return failureBackoff;
    }

    public void setFailureBackoff(long failureBackoff) {
        this.failureBackoff = failureBackoff;
    }

    public long getFailureBackoffMax() {
        return failureBackoffMax;
    }

    public void setFailureBackoffMax(long failureBackoffMax) {
        this.failureBackoffMax = failureBackoffMax;
    }

    public int getMaxAttempts() {
        return maxAttempts;
    }

    public void setMaxAttempts(int maxAttempts) {
        this.maxAttempts = maxAttempts;
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

    public long getExpiryWarning() {
        return expiryWarning;
    }

    public void setExpiryWarning(long expiryWarning) {
        this.expiryWarning = expiryWarning;
    }

    public long getHealthPollTimeout() {
        return healthPollTimeout;
    }

    public void setHealthPollTimeout(long healthPollTimeout) {
        this.healthPollTimeout = healthPollTimeout;
    }

    /** @return the platform's base URL that is in effect, or {@code null} */
    String platformUrl() {
        return platformUrl != null || environment == null ? platformUrl : environment.platformUrl();
    }

    /** @return Maskinporten's issuer that is in effect, or {@code null} */
    String maskinportenIssuer() {
        return maskinportenIssuer != null || environment == null
                ? maskinportenIssuer
                : environment.maskinportenIssuer();
    }

    /** @return Maskinporten's token endpoint that is in effect, or {@code null} */
    String tokenEndpoint() {
        String issuer = maskinportenIssuer();
        return tokenEndpoint != null || issuer == null
                ? tokenEndpoint
                : issuer + (issuer.endsWith("/") ? "token" : "/token");
    }

    /** Says what is configured, without secrets. */
    @Override
    public String toString() {
        return "AltinnBrokerConfiguration[resourceId=" + resourceId + ", environment=" + environment + ", platformUrl="
                + platformUrl + ", clientId=" + clientId + ", operation=" + operation + "]";
    }
}
