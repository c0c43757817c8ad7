package no.altinncamel.broker.client.auth;

import java.io.IOException;
import java.io.StringWriter;
import java.security.PrivateKey;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/** Encrypted PEM made by Bouncy Castle, so that what Java reads is not what Java wrote. */
public final class TestPem {

    private TestPem() {}

    /** As {@code openssl pkcs8 -topk8} writes it. */
    public static String encrypted(PrivateKey key, String password) {
        return encrypted(key, password, PKCS8Generator.AES_256_CBC);
    }

    static String encrypted(PrivateKey key, String password, ASN1ObjectIdentifier encryption) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(new JcaPKCS8Generator(
                    key,
                    new JceOpenSSLPKCS8EncryptorBuilder(encryption)
                            .setProvider(new BouncyCastleProvider())
                            .setPRF(PKCS8Generator.PRF_HMACSHA256)
                            .setPassword(password.toCharArray())
                            .build()));
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }
}
