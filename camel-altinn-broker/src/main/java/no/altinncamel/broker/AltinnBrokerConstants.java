package no.altinncamel.broker;

import org.apache.camel.Exchange;
import org.apache.camel.spi.Metadata;

/**
 * Headers of the component. Those that steer the producer are never set by the consumer: what the other party chose (its
 * organisation, reference, property list, file name) arrives inside {@link #FILE_TRANSFER} and cannot steer a later send.
 */
public final class AltinnBrokerConstants {

    @Metadata(
            label = "producer",
            javaType = "no.altinncamel.broker.AltinnBrokerOperation",
            description = "The operation to perform instead of the option operation.")
    public static final String OPERATION = "CamelAltinnBrokerOperation";

    @Metadata(
            label = "producer",
            javaType = "String",
            description = "The resource to use instead of the one in the endpoint's path. Bare id, or with the prefix"
                    + " urn:altinn:resource: which is dropped.")
    public static final String RESOURCE_ID = "CamelAltinnBrokerResourceId";

    @Metadata(
            javaType = "String",
            description = "The id of the file transfer, a UUID. The consumer sets it; the producer sets it for send and"
                    + " initialize, and needs it for upload, overview, details, download and confirm.")
    public static final String FILE_TRANSFER_ID = "CamelAltinnBrokerFileTransferId";

    @Metadata(
            javaType = "no.altinncamel.broker.client.FileTransfer",
            description =
                    "Everything the Broker says of the transfer: sender, recipients, property list, checksum, dates,"
                            + " states. Set by the consumer, by download, and by send when it waits for publication.")
    public static final String FILE_TRANSFER = "CamelAltinnBrokerFileTransfer";

    @Metadata(
            javaType = "String",
            description =
                    "The state of the transfer as last seen: Initialized, UploadStarted, UploadProcessing, Published,"
                            + " AllConfirmedDownloaded, Purged, Failed or Cancelled. Set by the consumer, by initialize and send,"
                            + " and by upload when it waits for publication.")
    public static final String FILE_TRANSFER_STATUS = "CamelAltinnBrokerFileTransferStatus";

    @Metadata(
            label = "producer",
            javaType = "String",
            description =
                    "The file name to give the transfer, 1 to 255 characters. Wins over the option fileName and over"
                            + " CamelFileName.")
    public static final String FILE_NAME = "CamelAltinnBrokerFileName";

    @Metadata(
            label = "producer",
            javaType = "String",
            description = "The sender's own reference, 1 to 500 characters. Wins over the option.")
    public static final String SENDERS_FILE_TRANSFER_REFERENCE = "CamelAltinnBrokerSendersFileTransferReference";

    @Metadata(
            label = "producer",
            javaType = "String",
            description =
                    "The sending organisation: nine digits, or with the prefix 0192:. Wins over the option, and over"
                            + " the customer whom the exchange acts for.")
    public static final String SENDER = "CamelAltinnBrokerSender";

    @Metadata(
            label = "producer",
            javaType = "String",
            description = "The customer whose system user this exchange acts as: nine digits, or with the prefix 0192:."
                    + " Replaces systemUserOrganization, systemUserExternalRef and consumerOrganization of the endpoint"
                    + " together. A wrong or blank value fails the exchange before any call.")
    public static final String SYSTEM_USER_ORGANIZATION = "CamelAltinnBrokerSystemUserOrganization";

    @Metadata(
            label = "producer",
            javaType = "String",
            description =
                    "The external reference that the system user was created with. Goes with"
                            + " CamelAltinnBrokerSystemUserOrganization, or replaces the one of the endpoint's own system user.")
    public static final String SYSTEM_USER_EXTERNAL_REF = "CamelAltinnBrokerSystemUserExternalRef";

    @Metadata(
            label = "producer",
            javaType = "String",
            description =
                    "The customer whose delegated scope this exchange uses: nine digits, or with the prefix 0192:."
                            + " Replaces consumerOrganization and the system user of the endpoint. Not together with"
                            + " CamelAltinnBrokerSystemUserOrganization.")
    public static final String CONSUMER_ORGANIZATION = "CamelAltinnBrokerConsumerOrganization";

    @Metadata(
            label = "producer",
            javaType = "java.util.Collection<String>",
            description =
                    "The receiving organisations: a collection, an array, or a comma-separated text. Wins over the"
                            + " option.")
    public static final String RECIPIENTS = "CamelAltinnBrokerRecipients";

    @Metadata(
            label = "producer",
            javaType = "java.util.Map<String, String>",
            description = "The property list of the transfer: at most 10 entries, keys up to 50 and values up to 3000"
                    + " characters. Replaces the one from the options.")
    public static final String PROPERTY_LIST = "CamelAltinnBrokerPropertyList";

    @Metadata(
            label = "producer",
            javaType = "String",
            description = "The MD5 of the body as 32 lower-case hex digits, when the route knows it already. Wins over"
                    + " computing it.")
    public static final String CHECKSUM = "CamelAltinnBrokerChecksum";

    @Metadata(
            label = "producer",
            javaType = "Boolean",
            description = "Whether the Broker shall not scan the file for malware. Wins over the option.")
    public static final String DISABLE_VIRUS_SCAN = "CamelAltinnBrokerDisableVirusScan";

    @Metadata(
            label = "producer",
            javaType = "Boolean",
            description = "Whether send and upload wait until the transfer is published. Wins over the option.")
    public static final String WAIT_FOR_PUBLICATION = "CamelAltinnBrokerWaitForPublication";

    @Metadata(
            label = "producer",
            javaType = "Boolean",
            description =
                    "After send: whether the file had been sent before, so that nothing was sent now (sendOnce, or an upload that"
                            + " was complete already). The id of the transfer is then given if it could be found out cheaply.")
    public static final String ALREADY_SENT = "CamelAltinnBrokerAlreadySent";

    @Metadata(
            label = "producer",
            javaType = "String",
            description = "For list: only transfers in this state. Wins over the option.")
    public static final String STATUS = "CamelAltinnBrokerStatus";

    @Metadata(
            label = "producer",
            javaType = "String",
            description =
                    "For list: only transfers that we receive and that are in this state for us. Wins over the option.")
    public static final String RECIPIENT_STATUS = "CamelAltinnBrokerRecipientStatus";

    @Metadata(
            label = "producer",
            javaType = "String",
            description = "For list: Sender or Recipient. Wins over the option.")
    public static final String ROLE = "CamelAltinnBrokerRole";

    @Metadata(
            label = "producer",
            javaType = "java.time.OffsetDateTime",
            description =
                    "For list: only transfers after this time; an OffsetDateTime, an Instant or ISO 8601 text. Wins over"
                            + " the option.")
    public static final String FROM = "CamelAltinnBrokerFrom";

    @Metadata(
            label = "producer",
            javaType = "java.time.OffsetDateTime",
            description =
                    "For list: only transfers before this time; an OffsetDateTime, an Instant or ISO 8601 text. Wins over"
                            + " the option.")
    public static final String TO = "CamelAltinnBrokerTo";

    @Metadata(
            label = "producer",
            javaType = "Boolean",
            description =
                    "For list: true for the 100 oldest, oldest first; false for the 100 newest, newest first. Wins over the"
                            + " option.")
    public static final String ORDER_ASCENDING = "CamelAltinnBrokerOrderAscending";

    @Metadata(
            javaType = "String",
            description =
                    "The last segment of the transfer's file name, safe to use as a local name. Set by the consumer and by"
                            + " download; the producer uses it as file name when nothing else is given.")
    public static final String CAMEL_FILE_NAME = Exchange.FILE_NAME;

    @Metadata(javaType = "Long", description = "The size of the file in bytes. Set by the consumer and by download.")
    public static final String CAMEL_FILE_LENGTH = Exchange.FILE_LENGTH;

    private AltinnBrokerConstants() {}
}
