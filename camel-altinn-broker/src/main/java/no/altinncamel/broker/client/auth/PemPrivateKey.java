package no.altinncamel.broker.client.auth;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a private RSA key from PEM with the JDK alone (maskinporten 13.3). */
final class PemPrivateKey {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    /** Version 0, then the algorithm identifier rsaEncryption with NULL parameters. */
    private static final byte[] RSA_ENCRYPTION = {
        0x02,
        0x01,
        0x00,
        0x30,
        0x0d,
        0x06,
        0x09,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xf7,
        0x0d,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };

    private PemPrivateKey() {}

    /** @param password decrypts an encrypted PKCS#8 key; may be {@code null} */
    static PrivateKey parse(String pem, String password) {
        if (pem == null || pem.isBlank()) {
            throw new IllegalArgumentException("The PEM text is empty: give one with BEGIN PRIVATE KEY");
        }
        Matcher block = BLOCK.matcher(pem);
        while (block.find()) {
            switch (block.group(1)) {
                case "PRIVATE KEY" -> {
                    return decode(bytes(block.group(2)));
                }
                case "RSA PRIVATE KEY" -> {
                    refuseEncrypted(block.group(2));
                    return decode(pkcs8(bytes(block.group(2))));
                }
                case "ENCRYPTED PRIVATE KEY" -> {
                    return EncryptedKey.decrypt(bytes(block.group(2)), password);
                }
                case "EC PRIVATE KEY" ->
                    throw new IllegalArgumentException("The PEM text holds an EC key, but Maskinporten takes"
                            + " RSA keys only: make an RSA key of at least 2048 bits and register it");
                default -> {
                    // a certificate or the public key beside the private one
                }
            }
        }
        throw new IllegalArgumentException(
                "The PEM text holds no private key: look for a block BEGIN PRIVATE KEY, BEGIN"
                        + " ENCRYPTED PRIVATE KEY or BEGIN RSA PRIVATE KEY");
    }

    private static void refuseEncrypted(String body) {
        if (body.contains("ENCRYPTED")) {
            throw new IllegalArgumentException(
                    "The private key in the PEM text is encrypted in OpenSSL's traditional form,"
                            + " which is weak and not supported: " + EncryptedKey.CONVERT);
        }
    }

    private static byte[] bytes(String body) {
        try {
            return Base64.getDecoder().decode(body.replaceAll("\\s+", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The private key in the PEM text is damaged: its lines are not base64");
        }
    }

    private static PrivateKey decode(byte[] pkcs8) {
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "The private key in the PEM text is damaged or not an RSA key: export it again");
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    private static byte[] pkcs8(byte[] pkcs1) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(RSA_ENCRYPTION);
        writeElement(content, OCTET_STRING, pkcs1);
        ByteArrayOutputStream envelope = new ByteArrayOutputStream();
        writeElement(envelope, SEQUENCE, content.toByteArray());
        Arrays.fill(pkcs1, (byte) 0);
        return envelope.toByteArray();
    }

    /** DER: tag, length (short form below 128, else one byte that counts the length bytes), content. */
    private static void writeElement(ByteArrayOutputStream out, int tag, byte[] content) {
        out.write(tag);
        int length = content.length;
        if (length < 0x80) {
            out.write(length);
        } else {
            int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
            out.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(length >>> (8 * i));
            }
        }
        out.writeBytes(content);
    }
}
